namespace EdgeRelay.Rules.PostedSpeed;

/// <summary>Which posted limit counts when device and landmark both give one. Roads come last (telematics reference 4.2).</summary>
public enum LimitOrder : byte
{
    DeviceFirst,

    /// <summary>For who draws limits on purpose, to override what devices report.</summary>
    LandmarkFirst,
}
