using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.DeliveryLog;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>One request and its answer. Secrets were masked before they were written.</summary>
/// <param name="RequestHeaders">One <c>name: value</c> per entry.</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="ResponseBody">At most 16 KiB, as text; in base64 when <paramref name="ResponseBase64"/>.</param>
/// <param name="Outcome">Class of the outcome, such as <c>delivered</c>, <c>failed</c>, <c>slow</c>.</param>
/// <param name="Reason">Plain words.</param>
/// <param name="Decision">What was decided after it.</param>
internal sealed record AttemptResponse(
    int Number,
    DateTimeOffset StartedAt,
    string Url,
    string? Address,
    string? HttpVersion,
    AttemptTimesResponse TimesMs,
    IReadOnlyList<string> RequestHeaders,
    string? RequestSha256,
    int RequestBytes,
    int? Status,
    IReadOnlyList<string> ResponseHeaders,
    string? ResponseBody,
    bool ResponseBase64,
    bool ResponseTruncated,
    string Outcome,
    string Reason,
    string Decision)
{
    public static AttemptResponse Of(AttemptRow row) => new(
        row.Number,
        DateTimeOffset.FromUnixTimeMilliseconds(row.StartedMs),
        row.Url,
        row.Address,
        row.HttpVersion,
        AttemptTimesResponse.Of(row),
        Lines(row.RequestHeaders),
        row.RequestSha256 is { } hash ? Convert.ToHexStringLower(hash) : null,
        row.RequestBytes,
        row.Status,
        Lines(row.ResponseHeaders),
        row.ResponseBody,
        row.ResponseBase64,
        row.ResponseTruncated,
        Words.Of(row.Outcome),
        row.Reason,
        row.Decision);

    private static string[] Lines(string? headers) =>
        headers?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
