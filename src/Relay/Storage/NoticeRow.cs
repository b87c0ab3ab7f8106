using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Notices;

namespace EdgeRelay.Relay.Storage;

/// <summary>Row of table <c>notice</c>, for queries. Written by prepared statements only. Times are Unix ms.</summary>
public sealed class NoticeRow
{
    /// <summary>Never used again, so that a list goes on behind it.</summary>
    public long Id { get; set; }

    public long AccountId { get; set; }

    public long WebhookId { get; set; }

    /// <summary>The webhook's name when it was told.</summary>
    public required string WebhookName { get; set; }

    public LimitKind Kind { get; set; }

    /// <summary>Which of the kind's <see cref="LimitSteps"/> was reached, from 0.</summary>
    public int Step { get; set; }

    /// <summary>The step in percent of the limit; null where the step is a limit of its own.</summary>
    public int? Percent { get; set; }

    /// <summary>What was measured then: messages, or seconds.</summary>
    public long Measured { get; set; }

    /// <summary>The limit, in the same unit.</summary>
    public long Bound { get; set; }

    public long RaisedMs { get; set; }

    /// <summary>When it had fallen clearly below the step again; null while it counts.</summary>
    public long? EndedMs { get; set; }

    /// <summary>Plain words about the latest failure since the latest success; null for none.</summary>
    public string? LastError { get; set; }

    /// <summary>Status of the latest answer; 0 when none came.</summary>
    public int? LastStatus { get; set; }

    /// <summary>An event whose delivery failed so, 16 bytes, big-endian.</summary>
    public byte[]? EventId { get; set; }

    public string? EventType { get; set; }

    public MailState Mail { get; set; }

    /// <summary>The address that it is mailed to; null when it is not.</summary>
    public string? MailTo { get; set; }

    /// <summary>Failed attempts to mail it.</summary>
    public int MailAttempts { get; set; }

    /// <summary>When the next attempt is due.</summary>
    public long MailDueMs { get; set; }

    public long? MailedMs { get; set; }

    /// <summary>Plain words: why it was not mailed yet, or not at all.</summary>
    public string? MailReason { get; set; }
}
