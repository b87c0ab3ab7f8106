using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using EdgeRelay.Gateway.Api.Json;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>Writes what a receiver took: a line for people, or an object a line for programs. Thread-safe.</summary>
/// <param name="asJson">One JSON object a line.</param>
/// <param name="withBody">People see the body too.</param>
internal sealed class MessagePrinter(TextWriter output, bool asJson, bool withBody)
{
    private readonly Lock _gate = new();

    public void Print(ReceivedMessage message, string? note = null)
    {
        var text = asJson ? Json(message) : Line(message) + note + (withBody ? Environment.NewLine + TextOf(message.Body) : "");
        lock (_gate)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    private static string Line(ReceivedMessage message)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{message.ReceivedAt.ToLocalTime():HH:mm:ss.fff}  {message.Header("EdgeRelay-Event") ?? "?",-17} ");
        line.Append(CultureInfo.InvariantCulture, $"{About(message),-16} #{message.Header("EdgeRelay-Sequence") ?? "?"}");
        if (message.Header("EdgeRelay-Attempt") is { } attempt && attempt != "1")
        {
            line.Append(" attempt ").Append(attempt);
        }

        foreach (var mark in (string[])["Test", "Resend", "Out-Of-Order"])
        {
            line.Append(message.Header("EdgeRelay-" + mark) is null ? "" : " " + mark.ToLowerInvariant());
        }

        line.Append(CultureInfo.InvariantCulture, $"  → {message.Answered}  ");
        return line.Append(message.Verdict switch
        {
            null => "not checked",
            { Reason: { } reason } => "BAD SIGNATURE: " + reason,
            _ => "signed",
        }).ToString();
    }

    private static string Json(ReceivedMessage message)
    {
        var isText = Utf8.IsValid(message.Body);
        return JsonSerializer.Serialize(
            new
            {
                message.Number,
                message.ReceivedAt,
                message.Headers,
                Body = isText ? Encoding.UTF8.GetString(message.Body) : Convert.ToBase64String(message.Body),
                BodyBase64 = !isText,
                Signature = message.Verdict switch { null => "not_checked", { IsValid: true } => "good", _ => "bad" },
                SignatureReason = message.Verdict?.Reason,
                message.Answered,
            },
            ApiJson.Options);
    }

    /// <summary>What the event is about: <c>head.ref_id</c> of a JSON body; of a batch how many there are.</summary>
    private static string About(ReceivedMessage message)
    {
        try
        {
            using var body = JsonDocument.Parse(message.Body);
            return body.RootElement.ValueKind == JsonValueKind.Array
                ? string.Create(CultureInfo.InvariantCulture, $"{body.RootElement.GetArrayLength()} messages")
                : body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("head", out var head) && head.ValueKind == JsonValueKind.Object
                && head.TryGetProperty("ref_id", out var id)
                ? id.ToString()
                : "";
        }
        catch (JsonException)
        {
            return ""; // a form body
        }
    }

    private static string TextOf(byte[] body) =>
        Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : $"({body.Length.ToString(CultureInfo.InvariantCulture)} bytes that are no text)";
}
