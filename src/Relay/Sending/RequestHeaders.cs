using System.Net.Http.Headers;
using System.Text;
using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Sending;

/// <summary>Header values that are the same for every request, and headers as text.</summary>
internal static class RequestHeaders
{
    public static readonly ProductInfoHeaderValue UserAgent = new(
        "EdgeRelay", typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>The header that tells why a message exists; null for an ordinary one.</summary>
    public static string? OfOrigin(DeliveryOrigin origin) => origin switch
    {
        DeliveryOrigin.Test or DeliveryOrigin.Activation => "EdgeRelay-Test",
        DeliveryOrigin.Resend or DeliveryOrigin.Replay => "EdgeRelay-Resend",
        _ => null,
    };

    /// <summary>The answer's headers, one <c>name: value</c> per line. They are at most 16 KiB by the handler's limit.</summary>
    public static string TextOf(HttpResponseMessage response)
    {
        var text = new StringBuilder(256);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            Append(text, name, values);
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            Append(text, name, values);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, HeaderStringValues values)
    {
        foreach (var value in values)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}
