namespace EdgeRelay.Relay.Sending;

/// <summary>What an envelope tells of the event itself.</summary>
/// <param name="Sequence">Number of the message within its webhook.</param>
internal readonly record struct MessageEvent(Guid Id, DateTimeOffset OccurredAt, long Sequence)
{
    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}
