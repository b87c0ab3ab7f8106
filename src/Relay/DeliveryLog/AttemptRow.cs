using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.DeliveryLog;

/// <summary>Row of table <c>attempt</c> in the log: one request and its answer. Secrets are masked before it is written.</summary>
public sealed class AttemptRow
{
    public long Id { get; set; }

    public long DeliveryId { get; set; }

    public long WebhookId { get; set; }

    /// <summary>1 for the first attempt.</summary>
    public int Number { get; set; }

    public required string Url { get; set; }

    public long StartedMs { get; set; }

    /// <summary>Microseconds; null when a pooled connection needed no look-up. So too the next two.</summary>
    public long? DnsUs { get; set; }

    public long? ConnectUs { get; set; }

    public long? TlsUs { get; set; }

    /// <summary>From the start to the answer's headers, microseconds.</summary>
    public long? FirstByteUs { get; set; }

    public long TotalUs { get; set; }

    /// <summary>Address that was connected to; null on a pooled connection.</summary>
    public string? Address { get; set; }

    public string? HttpVersion { get; set; }

    /// <summary>One <c>name: value</c> per line.</summary>
    public required string RequestHeaders { get; set; }

    public byte[]? RequestSha256 { get; set; }

    public int RequestBytes { get; set; }

    public int? Status { get; set; }

    public string? ResponseHeaders { get; set; }

    /// <summary>At most 16 KiB of the answer, as text, or as base64 when it was not UTF-8.</summary>
    public string? ResponseBody { get; set; }

    public bool ResponseBase64 { get; set; }

    public bool ResponseTruncated { get; set; }

    public OutcomeClass Outcome { get; set; }

    /// <summary>Plain words: <c>timed out after 15 s</c>.</summary>
    public required string Reason { get; set; }

    /// <summary>What was decided after it: <c>delivered</c>, <c>retry at …</c>, <c>given up: …</c>.</summary>
    public required string Decision { get; set; }
}
