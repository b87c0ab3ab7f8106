namespace EdgeRelay.Relay.Sending;

/// <summary>A header of a request.</summary>
/// <param name="Masked">What the log shows instead of the value; null when it may be shown.</param>
internal readonly record struct SentHeader(string Name, string Value, string? Masked = null)
{
    /// <summary>Stands in the log for what must not be there.</summary>
    public const string Mask = "••••";
}
