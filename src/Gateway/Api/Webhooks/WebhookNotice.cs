using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The highest level of one kind that a webhook has reached and not clearly left again.</summary>
/// <param name="Notice">Number of the notice, which says more.</param>
/// <param name="Kind"><c>queue_depth</c>, <c>oldest_age</c> or <c>failing</c>.</param>
/// <param name="Percent">Null for <c>oldest_age</c>.</param>
/// <param name="Limit">Messages, or seconds.</param>
internal sealed record WebhookNotice(long Notice, string Kind, int? Percent, long Limit, DateTimeOffset RaisedAt)
{
    /// <param name="inForce">A webhook's notices that count.</param>
    public static IReadOnlyList<WebhookNotice> Of(IEnumerable<NoticeRow> inForce) =>
    [
        .. inForce.GroupBy(n => n.Kind).OrderBy(kind => kind.Key).Select(kind => kind.MaxBy(n => n.Step)!).Select(n => new WebhookNotice(
            n.Id, Words.Of(n.Kind), n.Percent, n.Bound, DateTimeOffset.FromUnixTimeMilliseconds(n.RaisedMs))),
    ];
}
