using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.Sending;

/// <summary>One request and its answer, as the log keeps it. Formatting is left to the log's own thread.</summary>
internal sealed class SentAttempt
{
    public required EndpointTarget Target { get; init; }

    /// <summary>What it was made for.</summary>
    public required OneOrMany<QueuedDelivery> Members { get; init; }

    public QueuedDelivery First => Members.First;

    /// <summary>1 for the first attempt.</summary>
    public required int Number { get; init; }

    public required long StartedMs { get; init; }

    /// <summary>The lane had gone on without the message when it was sent.</summary>
    public required bool OutOfOrder { get; init; }

    /// <summary>What identifies and signs the request.</summary>
    public IReadOnlyList<SentHeader> Signed { get; set; } = [];

    public AttemptTimings? Timings { get; set; }

    public long? FirstByteUs { get; set; }

    public long TotalUs { get; set; }

    public byte[]? RequestSha256 { get; set; }

    public int RequestBytes { get; set; }

    public Version? HttpVersion { get; set; }

    /// <summary>One <c>name: value</c> per line.</summary>
    public string? ResponseHeaders { get; set; }

    public byte[]? ResponseBody { get; set; }

    public bool ResponseTruncated { get; set; }

    public AttemptOutcome Outcome { get; set; }

    public DeliveryDecision? Decision { get; set; }
}
