namespace EdgeRelay.Rules.PostedSpeed;

/// <summary>Where a posted limit is known from (telematics reference 4.2).</summary>
internal enum LimitSource : byte
{
    Unknown,
    Device,
    Landmark,
    Roads,
}
