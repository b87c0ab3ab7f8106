namespace EdgeRelay.Rules.Roads;

/// <summary>The values of <c>highway</c> that motor vehicles drive on (telematics reference 4.2); links count as their road.</summary>
public enum RoadClass : byte
{
    Road,
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
}
