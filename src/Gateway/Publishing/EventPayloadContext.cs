namespace EdgeRelay.Gateway.Publishing;

/// <summary>Names that an event's payload needs and the rules do not know.</summary>
public sealed record EventPayloadContext
{
    public VehicleProfile Vehicle { get; init; } = VehicleProfile.Unknown;

    public LandmarkNames Landmarks { get; init; } = LandmarkNames.Empty;

    public DriverNames Drivers { get; init; } = DriverNames.Empty;
}
