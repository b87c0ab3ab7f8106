using System.Buffers;
using System.Text;
using System.Text.Json;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class SignatureTests
{
    private const string First = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Second = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Body = "{\"test\": 2432232314}";
    private const long Seconds = 1614265330;

    [Theory]
    [InlineData(First, "msg_p5jXN8AQM9LWM0D4loKWxJek", Seconds, Body, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Second, "msg_p5jXN8AQM9LWM0D4loKWxJek", Seconds, Body, "v1,hK4CWvngkaAwjY1pABLuUbOIkEJjW9tAapq1no4ojG0=")]
    [InlineData(First, "evt_1", 1450210820, FormBodyTests.Form, "v1,3bwdo0rxAsMAp7BWLoCC1iw0jw3D8gCzIw+Ed3PqExE=")]
    [InlineData(First, "evt_1", 1450210820, FormBodyTests.Json, "v1,Zyt6WDH7KcEAd6LFmxg2Qb30Kpqw73rbYl9kjuFYYTs=")]
    public void The_vectors_of_standard_webhooks_come_out(string secret, string id, long seconds, string body, string expected)
    {
        var headers = Sign(SignatureScheme.Standard, secret, body, new SignedMessage(id, seconds, "opened"));
        var svix = Sign(SignatureScheme.Svix, secret, body, new SignedMessage(id, seconds, "opened"));

        Assert.Equal([("webhook-id", id), ("webhook-timestamp", $"{seconds}"), ("webhook-signature", expected)], headers);
        Assert.Equal([("webhook-id", id), ("svix-id", id), ("svix-timestamp", $"{seconds}"), ("svix-signature", expected)], svix);
    }

    [Theory]
    [InlineData(SignatureScheme.Onfleet, "00112233445566778899aabbccddeeff", 0, "{\"triggerId\":6}", "X-Onfleet-Signature", "bb86c282a064977cb0750ec12926b39406d9cc7215b1ebcbe624157ad3922602513df399f515a1f06ceed30c383caecd0651821cda28daa73c9ac481ba508d6f")]
    [InlineData(SignatureScheme.Samsara, "c2VjcmV0", 1587597109, "{\"eventType\":\"Ping\"}", "X-Samsara-Signature", "v1=23fccba8f3e62716fb7979601d2ef6128dad0439c54b9122d572fb83ade13001")]
    [InlineData(SignatureScheme.Motive, "d9d36bea41c44ae49d1bfc4a48ba2abe", 0, "[\"fault_code_closed\"]", "X-KT-Webhook-Signature", "f04a8386a21a6cba0447024e83b3f0983352bb72")]
    [InlineData(SignatureScheme.Github, "It's a Secret to Everybody", 0, "Hello, World!", "X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData(SignatureScheme.Stripe, "testkey", Seconds, Body, "Stripe-Signature", "t=1614265330,v1=36054eb30826b63cd8b5af4fed27bb974234ae36404259938bb633d333173855")]
    [InlineData(SignatureScheme.Zubie, "testkey", 0, Body, "Zubie-Signature", "WYaTtfxMBzktIw1cdlpGvn0n7w3p+Tt773smyv0OgY0=")]
    public void The_vectors_of_the_other_schemes_come_out(
        SignatureScheme scheme, string secret, long seconds, string body, string header, string expected)
    {
        var headers = Sign(scheme, secret, body, new SignedMessage("evt_1", seconds, "opened"));

        Assert.Contains((header, expected), headers);
        Assert.Contains(("webhook-id", "evt_1"), headers);
    }

    [RecordedDataFact]
    public void The_published_file_of_vectors_comes_out()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedRecordings.Path("webhooks", "signature_vectors.json")));
        foreach (var vector in file.RootElement.EnumerateArray())
        {
            string? Text(string name) => vector.TryGetProperty(name, out var value) ? value.ToString() : null;
            var scheme = Enum.GetValues<SignatureScheme>().First(s => Text("scheme")!.StartsWith(s.ToString(), StringComparison.OrdinalIgnoreCase));
            var seconds = long.Parse(Text("timestamp") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

            var headers = Sign(scheme, Text("secret")!, Text("body")!, new SignedMessage(Text("id") ?? "evt_1", seconds, "opened"));

            Assert.Contains(Text("header_webhook_signature") ?? Text("header")!, headers.Select(h => h.Value));
        }
    }

    [Fact]
    public void Github_is_told_what_and_which_and_an_unsigned_request_which()
    {
        var github = Sign(SignatureScheme.Github, "k", Body, new SignedMessage("evt_1", Seconds, "opened"));
        var none = Sign(SignatureScheme.None, "k", Body, new SignedMessage("evt_1", Seconds, "opened"));

        Assert.Contains(("X-GitHub-Delivery", "evt_1"), github);
        Assert.Contains(("X-GitHub-Event", "opened"), github);
        Assert.Equal([("webhook-id", "evt_1"), ("webhook-timestamp", "1614265330")], none);
    }

    [Theory]
    [InlineData(SignatureScheme.Standard, "v1,{new} v1,{late} v1,{soon}", "v1,{new} v1,{late}", "v1,{new}")]
    [InlineData(SignatureScheme.Svix, "v1,{new} v1,{late} v1,{soon}", "v1,{new} v1,{late}", "v1,{new}")]
    [InlineData(SignatureScheme.Stripe, "t=1,v1={new},v1={late},v1={soon}", "t=1,v1={new},v1={late}", "t=1,v1={new}")]
    [InlineData(SignatureScheme.Github, "sha256={soon}", "sha256={late}", "sha256={new}")]
    [InlineData(SignatureScheme.Onfleet, "{soon}", "{late}", "{new}")]
    public void During_a_rotation_old_secrets_sign_beside_the_new_one_or_where_there_is_room_for_one_until_they_end(
        SignatureScheme scheme, string both, string one, string none)
    {
        byte[] present = [.. Enumerable.Repeat((byte)1, 32)], late = [.. Enumerable.Repeat((byte)2, 32)], soon = [.. Enumerable.Repeat((byte)3, 32)];
        var signer = new RequestSigner(scheme, present, (soon, 1_000), (late, 2_000));
        var message = new SignedMessage("evt_1", 1, "opened");
        var content = ContentOf(signer, message, Body);

        string At(long nowMs) => signer.Sign(content, message, nowMs)[^1].Value;
        string Filled(string pattern) => pattern
            .Replace("{new}", RequestSigner.Compute(scheme, present, content), StringComparison.Ordinal)
            .Replace("{late}", RequestSigner.Compute(scheme, late, content), StringComparison.Ordinal)
            .Replace("{soon}", RequestSigner.Compute(scheme, soon, content), StringComparison.Ordinal);

        Assert.Equal((Filled(both), Filled(one), Filled(none)), (At(999), At(1_999), At(2_000)));
    }

    [Fact]
    public void What_the_log_shows_of_a_signature_holds_none_of_it()
    {
        foreach (var scheme in Enum.GetValues<SignatureScheme>().Where(s => s != SignatureScheme.None))
        {
            var signer = new RequestSigner(scheme, new byte[32]);
            var message = new SignedMessage("evt_1", Seconds, "opened");
            var signature = signer.Sign(ContentOf(signer, message, Body), message, 0)[^1];

            var bare = RequestSigner.Compute(scheme, new byte[32], ContentOf(signer, message, Body));
            Assert.Contains(bare, signature.Value, StringComparison.Ordinal);
            Assert.EndsWith(SentHeader.Mask, signature.Masked, StringComparison.Ordinal);
            Assert.DoesNotContain(bare, signature.Masked!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SignatureScheme.Standard)]
    [InlineData(SignatureScheme.Onfleet)]
    [InlineData(SignatureScheme.Samsara)]
    [InlineData(SignatureScheme.Motive)]
    [InlineData(SignatureScheme.Github)]
    [InlineData(SignatureScheme.Stripe)]
    [InlineData(SignatureScheme.Zubie)]
    [InlineData(SignatureScheme.Fleetio)]
    public void A_receiver_of_each_scheme_can_use_the_text_that_it_is_given(SignatureScheme scheme)
    {
        var text = SigningSecret.TextFor(scheme, SigningSecret.Create());

        Assert.True(SigningSecret.KeyFor(scheme, text)?.Length >= 32);
    }

    [Fact]
    public void A_new_secret_has_32_random_bytes()
    {
        var secret = SigningSecret.Create();

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, SigningSecret.KeyOf(secret)!.Length);
        Assert.NotEqual(secret, SigningSecret.Create());
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8G")]
    [InlineData("whsec_not base64 at all, but long enough")]
    public void What_is_no_secret_has_no_key(string text) => Assert.Null(SigningSecret.KeyOf(text));

    private static List<(string Name, string Value)> Sign(SignatureScheme scheme, string secret, string body, SignedMessage message)
    {
        var signer = new RequestSigner(scheme, SigningSecret.KeyFor(scheme, secret)!);
        return [.. signer.Sign(ContentOf(signer, message, body), message, 0).Select(h => (h.Name, h.Value))];
    }

    private static byte[] ContentOf(RequestSigner signer, SignedMessage message, string body)
    {
        var content = new ArrayBufferWriter<byte>();
        signer.WritePrefix(content, message);
        content.Write(Encoding.UTF8.GetBytes(body));
        return content.WrittenSpan.ToArray();
    }
}
