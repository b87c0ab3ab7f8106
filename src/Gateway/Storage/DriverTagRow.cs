namespace EdgeRelay.Gateway.Storage;

/// <summary>Whose a tag is from a moment on. Former owners are kept as long as what was received then may be judged again.</summary>
public sealed class DriverTagRow
{
    public long AccountId { get; set; }

    /// <summary>In normal form.</summary>
    public required string Tag { get; set; }

    /// <summary>Receive time, Unix ms.</summary>
    public long FromMs { get; set; }

    /// <summary>The account's own id of the driver; null when the tag is nobody's from then on.</summary>
    public string? DriverId { get; set; }
}
