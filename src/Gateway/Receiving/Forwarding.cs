using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>
/// Hands a webhook's messages on to a program on the developer's machine, which the gateway could not reach: a webhook of its own sends them to the
/// gateway's inbox, and they are fetched from there with the headers and bytes as they came, so that the signature still fits. The webhook is
/// deleted at the end.
/// </summary>
/// <param name="gateway">The gateway's API.</param>
/// <param name="server">Address of the gateway.</param>
/// <param name="target">Where messages are handed on to.</param>
internal sealed class Forwarding(GatewayClient gateway, Uri server, Uri target) : IAsyncDisposable
{
    private const int WaitSeconds = 20;

    private static readonly string[] Kept = ["webhook-", "edgerelay-", "authorization", "user-agent", "svix-"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string _inbox = "listen-" + Guid.NewGuid().ToString("N")[..12];
    private long _after;

    /// <summary>The webhook that was made for it.</summary>
    public long? WebhookId { get; private set; }

    private string InboxPath => "/inbox/" + _inbox;

    /// <param name="events">Event types wanted.</param>
    /// <exception cref="GatewayRefusedException">The inbox is off, or the gateway refuses the webhook.</exception>
    public async Task Begin(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        await gateway.Get(InboxPath, cancellation);
        var made = await gateway.Send(
            HttpMethod.Post,
            "/v1/webhooks",
            new { name = "edgerelay listen", url = new Uri(server, InboxPath).AbsoluteUri, events, enabled = true },
            cancellation);
        WebhookId = made.GetProperty("id").GetInt64();
    }

    public async Task<string> Secret(CancellationToken cancellation) =>
        (await gateway.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/webhooks/{WebhookId}/secret"), cancellation)).GetProperty("secret").GetString()!;

    /// <summary>Waits for messages and hands them on, oldest first.</summary>
    /// <param name="told">Called with each message, and what became of it.</param>
    /// <returns>How many the inbox had forgotten before they could be fetched.</returns>
    public async Task<long> Next(Action<ReceivedMessage, string> told, CancellationToken cancellation)
    {
        var content = await gateway.Get(
            string.Create(CultureInfo.InvariantCulture, $"{InboxPath}?after={_after}&wait_s={WaitSeconds}"), cancellation);
        var forgotten = 0L;
        foreach (var entry in content.GetProperty("data").EnumerateArray())
        {
            var number = entry.GetProperty("number").GetInt64();
            forgotten += number - _after - 1;
            _after = number;
            var message = MessageOf(number, entry);
            told(message, await HandOn(message, cancellation));
        }

        return forgotten;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (WebhookId is { } id)
        {
            await gateway.Send(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"/v1/webhooks/{id}"), null, CancellationToken.None);
        }

        await gateway.Send(HttpMethod.Delete, InboxPath, null, CancellationToken.None);
    }

    private static ReceivedMessage MessageOf(long number, JsonElement entry)
    {
        var body = entry.GetProperty("body").GetString()!;
        return new ReceivedMessage(
            number,
            entry.GetProperty("received_at").GetDateTimeOffset(),
            entry.GetProperty("headers").EnumerateObject()
                .ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            entry.GetProperty("body_base64").GetBoolean() ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body),
            Verdict: null,
            entry.GetProperty("answered").GetInt32());
    }

    private async Task<string> HandOn(ReceivedMessage message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(message.Body) };
        foreach (var (name, value) in message.Headers)
        {
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else if (Kept.Any(k => name.StartsWith(k, StringComparison.OrdinalIgnoreCase)))
            {
                request.Headers.Add(name, value);
            }
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return string.Create(CultureInfo.InvariantCulture, $"→ {target} {(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"→ {target} no answer: {error.Message}";
        }
    }
}
