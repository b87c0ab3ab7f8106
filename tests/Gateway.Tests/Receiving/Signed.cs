using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Tests.Receiving;

/// <summary>Messages as the gateway sends them, for receivers under test.</summary>
internal static class Signed
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public const string Body = """{"head":{"type":"idle","ref_id":"truck-7"},"data":{"because":"idle for 120 s ≥ 120 s"}}""";

    public static HttpRequestMessage Request(string url, string id, string body = Body, long? at = null, string? signedBody = null)
    {
        var timestamp = at ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature", SignatureCheck.Sign(SignatureScheme.Standard, SigningSecret.KeyOf(Secret)!, id, timestamp, Encoding.UTF8.GetBytes(signedBody ?? body)));
        request.Headers.Add("EdgeRelay-Event", "idle");
        request.Headers.Add("EdgeRelay-Sequence", "1");
        return request;
    }
}
