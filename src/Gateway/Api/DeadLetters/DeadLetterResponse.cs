using System.Text.Unicode;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.DeadLetters;

/// <summary>Telemetry that was refused for good.</summary>
/// <param name="Reason">Reason code, such as <c>bad_time</c>.</param>
/// <param name="Detail">Place in the message and what was wrong there.</param>
/// <param name="Payload">The beginning of the message: text, or base64 when <paramref name="PayloadBase64"/>.</param>
/// <param name="PayloadBytes">Size of the whole message; 0 when the first refused element of the same message holds it.</param>
/// <param name="RetriedAt">When it was given to the rules after all; null while it is refused.</param>
internal sealed record DeadLetterResponse(
    long Id,
    string Vehicle,
    DateTimeOffset ReceivedAt,
    string Reason,
    string? Detail,
    string Topic,
    string Payload,
    bool PayloadBase64,
    int PayloadBytes,
    DateTimeOffset? RetriedAt)
{
    /// <summary>Bytes of a message that are shown; a page of 200 stays below a megabyte.</summary>
    private const int Shown = 4_096;

    public static DeadLetterResponse Of(DeadLetterRow row)
    {
        var isText = Utf8.IsValid(row.Payload);
        return new DeadLetterResponse(
            row.Id,
            row.VehicleId,
            DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedMs),
            row.Reason,
            row.Detail,
            row.Topic,
            isText ? TextOf(row.Payload) : Convert.ToBase64String(row.Payload.AsSpan(0, Math.Min(row.Payload.Length, Shown))),
            !isText,
            row.Payload.Length,
            row.RetriedMs is { } retried ? DateTimeOffset.FromUnixTimeMilliseconds(retried) : null);
    }

    private static string TextOf(byte[] payload)
    {
        var end = Math.Min(payload.Length, Shown);
        while (end < payload.Length && (payload[end] & 0xC0) == 0x80)
        {
            // Not in the middle of a character.
            end--;
        }

        return System.Text.Encoding.UTF8.GetString(payload, 0, end);
    }
}
