using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What a webhook and its receiver know of each other: secrets, signatures, authorization.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class WebhookTrustTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_rotated_secret_is_another_and_the_old_one_ends_a_day_later()
    {
        var id = await Make("");
        var before = await gateway.Api.Get($"/v1/webhooks/{id}/secret");

        var rotated = await gateway.Api.Post($"/v1/webhooks/{id}/rotate-secret");

        Assert.Equal((200, 1), (rotated.Status, rotated["old_secrets"].GetInt32()));
        Assert.InRange(rotated["old_valid_until"].GetDateTimeOffset() - DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), TimeSpan.FromDays(365 * 200));
        var after = await gateway.Api.Get($"/v1/webhooks/{id}/secret");
        Assert.NotEqual(before["secret"].GetString(), after["secret"].GetString());
        Assert.Equal(rotated["old_valid_until"].GetString(), after["old_valid_until"].GetString());
    }

    [Fact]
    public async Task Both_secrets_sign_during_the_overlap_and_only_the_new_one_without()
    {
        var id = await Make("\"enabled\":true,");
        var first = await KeyOf(id);
        await gateway.Api.Post($"/v1/webhooks/{id}/rotate-secret", """{"overlap_hours":1.5}""");
        var second = await KeyOf(id);

        var overlapping = await SignersOf();
        await gateway.Api.Post($"/v1/webhooks/{id}/rotate-secret", """{"overlap_hours":0}""");
        var alone = await SignersOf();

        Assert.Equal([second, first], overlapping);
        Assert.Equal([await KeyOf(id)], alone);

        async Task<IEnumerable<string>> SignersOf()
        {
            var keys = new[] { first, second, await KeyOf(id) }.Distinct().ToList();
            var sent = await Arrived((await gateway.Api.Post($"/v1/webhooks/{id}/test"))["event_id"].GetString()!);
            var content = Encoding.UTF8.GetBytes($"{sent.Header("webhook-id")}.{sent.Header("webhook-timestamp")}.{sent.Text}");
            return sent.Header("webhook-signature")!.Split(' ').Select(signature => keys.Single(
                k => signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(k[6..]), content))));
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("169")]
    public async Task An_overlap_is_at_most_seven_days(string hours)
    {
        var answer = await gateway.Api.Post($"/v1/webhooks/{await Make("")}/rotate-secret", $$"""{"overlap_hours":{{hours}}}""");

        Assert.Equal((422, "/overlap_hours"), (answer.Status, answer["errors"][0].GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task The_eleventh_old_secret_is_refused()
    {
        var id = await Make("");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/rotate-secret")).Status);
        }

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/rotate-secret");

        Assert.Equal((409, "conflict"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("standard", "whsec_")]
    [InlineData("onfleet", "")]
    [InlineData("samsara", "")]
    public async Task The_secret_is_shown_in_the_form_of_its_scheme(string scheme, string prefix)
    {
        var id = await Make($$"""
            "signature":{"scheme":"{{scheme}}"},
            """);

        var shown = await gateway.Api.Get($"/v1/webhooks/{id}/secret");

        Assert.Equal(scheme, shown["scheme"].GetString());
        Assert.StartsWith(prefix, shown["secret"].GetString(), StringComparison.Ordinal);
        Assert.Equal(scheme, (await gateway.Api.Get($"/v1/webhooks/{id}"))["signature"].GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task Headers_and_authorization_come_back_but_for_secrets_and_a_patch_keeps_those()
    {
        var id = await Make("""
            "headers":[{"name":"X-Tenant","value":"north"},{"name":"X-Key","value":"hidden one","secret":true}],
            "auth":{"type":"bearer","token":"hidden.two"},"enabled":true,
            """);

        var changed = await gateway.Api.Patch($"/v1/webhooks/{id}", """{"name":"after"}""");
        var test = await gateway.Api.Post($"/v1/webhooks/{id}/test");
        var sent = await Arrived(test["event_id"].GetString()!);

        Assert.DoesNotContain("hidden", changed.Text, StringComparison.Ordinal);
        Assert.Equal("""[{"name":"X-Tenant","value":"north","secret":false},{"name":"X-Key","value":null,"secret":true}]""", changed["headers"].GetRawText());
        Assert.Equal(("north", "hidden one", "Bearer hidden.two"), (sent.Header("X-Tenant"), sent.Header("X-Key"), sent.Header("Authorization")));
    }

    [Fact]
    public async Task An_oauth2_client_comes_back_without_its_secret()
    {
        var url = gateway.ProvingUrl();

        var id = await Make($$"""
            "auth":{"type":"oauth2","client_id":"fleet","client_secret":"hidden","token_url":"{{url}}","scope":"a b","client_auth":"post"},
            """);

        Assert.Equal(
            $$"""
            {"type":"oauth2","username":null,"password":null,"value":null,"token_url":"{{url}}","client_id":"fleet","scope":"a b","client_auth":"post","set":true}
            """,
            (await gateway.Api.Get($"/v1/webhooks/{id}"))["auth"].GetRawText());
    }

    [Fact]
    public async Task A_client_certificate_is_shown_without_its_key_stays_and_goes()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=fleet", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var pem = JsonEncodedText.Encode(certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        var id = await Make($$"""
            "client_certificate":{"pem":"{{pem}}"},
            """);
        var kept = await gateway.Api.Patch($"/v1/webhooks/{id}", """{"name":"after"}""");
        var gone = await gateway.Api.Patch($"/v1/webhooks/{id}", """{"client_certificate":null}""");

        Assert.Equal(
            $$"""{"subject":"CN=fleet","thumbprint":"{{certificate.Thumbprint}}","not_after":"2070-01-01T00:00:00Z"}""",
            kept["client_certificate"].GetRawText().Replace(".000Z", "Z", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, gone["client_certificate"].ValueKind);
    }

    [Fact]
    public async Task Nothing_secret_lies_readable_in_the_database()
    {
        var id = await Make("""
            "headers":[{"name":"X-Key","value":"plain-to-see-1","secret":true}],"auth":{"type":"basic","username":"u","password":"plain-to-see-2"},
            """);
        var secret = await KeyOf(id);

        var text = Encoding.Latin1.GetString(await gateway.ReadDatabase());

        Assert.DoesNotContain("plain-to-see", text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[6..], text, StringComparison.Ordinal);
    }

    private async Task<long> Make(string more) => (await gateway.Api.Post(
        "/v1/webhooks", $$"""{"name":"w","url":"{{gateway.ProvingUrl()}}",{{more}}"events":["idle"]}"""))["id"].GetInt64();

    private async Task<string> KeyOf(long id) => (await gateway.Api.Get($"/v1/webhooks/{id}/secret"))["secret"].GetString()!;

    private Task<Testing.ReceivedRequest> Arrived(string eventId) => gateway.Arrived(r => r.Header("webhook-id") == eventId);
}
