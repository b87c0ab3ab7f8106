using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Api.Notices;

/// <summary>A level of a webhook's limits that was reached.</summary>
/// <param name="WebhookName">The webhook's name then.</param>
/// <param name="Kind"><c>queue_depth</c> (messages), <c>oldest_age</c> or <c>failing</c> (seconds).</param>
/// <param name="Percent">The level in percent of the limit; null for <c>oldest_age</c>, whose levels are limits of their own.</param>
/// <param name="Measured">What was measured then.</param>
/// <param name="Text">All of it in words.</param>
/// <param name="EndedAt">When it had fallen clearly below the level again; null while it counts.</param>
/// <param name="LastError">The latest failure since the latest success, in words; null for none.</param>
/// <param name="LastStatus">HTTP status of the latest answer; 0 when none came.</param>
/// <param name="EventId">An event whose delivery failed so.</param>
internal sealed record NoticeResponse(
    long Id,
    long Webhook,
    string WebhookName,
    string Kind,
    int? Percent,
    long Measured,
    long Limit,
    string Text,
    DateTimeOffset RaisedAt,
    DateTimeOffset? EndedAt,
    string? LastError,
    int? LastStatus,
    Guid? EventId,
    string? EventType,
    NoticeMailResponse Mail)
{
    public static NoticeResponse Of(NoticeRow row) => new(
        row.Id,
        row.WebhookId,
        row.WebhookName,
        Words.Of(row.Kind),
        row.Percent,
        row.Measured,
        row.Bound,
        NoticeText.Of(row),
        DateTimeOffset.FromUnixTimeMilliseconds(row.RaisedMs),
        Time(row.EndedMs),
        row.LastError,
        row.LastStatus,
        row.EventId is { } id ? new Guid(id, bigEndian: true) : null,
        row.EventType,
        new NoticeMailResponse(Words.Of(row.Mail), row.MailTo, row.MailAttempts, Time(row.MailedMs), row.MailReason));

    private static DateTimeOffset? Time(long? ms) => ms is { } given ? DateTimeOffset.FromUnixTimeMilliseconds(given) : null;
}
