using EdgeRelay.Gateway.Receiving;
using EdgeRelay.Gateway.Tests.Api;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Tests.Receiving;

/// <summary>What the gateway signs, the receiver's tools find good: two implementations of each scheme agree.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class SchemeTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData(SignatureScheme.Standard)]
    [InlineData(SignatureScheme.Svix)]
    [InlineData(SignatureScheme.Onfleet)]
    [InlineData(SignatureScheme.Samsara)]
    [InlineData(SignatureScheme.Motive)]
    [InlineData(SignatureScheme.Github)]
    [InlineData(SignatureScheme.Stripe)]
    [InlineData(SignatureScheme.Zubie)]
    [InlineData(SignatureScheme.Fleetio)]
    public async Task A_message_of_each_scheme_is_found_good_and_an_altered_one_bad(SignatureScheme scheme)
    {
        var word = scheme.ToString().ToLowerInvariant();
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$$"""{"name":"{{{word}}}","url":"{{{gateway.ProvingUrl()}}}","enabled":true,"events":["idle"],"signature":{"scheme":"{{{word}}}"}}""");
        var place = $"/v1/webhooks/{made["id"].GetInt64()}";
        var secret = (await gateway.Api.Get(place + "/secret"))["secret"].GetString()!;

        var test = await gateway.Api.Post(place + "/test", """{"type":"idle"}""");

        var sent = await gateway.Arrived(r => r.Header("webhook-id") == test["event_id"].GetString());
        Assert.Equal(SignatureVerdict.Valid, SignatureCheck.Verify(scheme, secret, sent.Header, sent.Body, DateTimeOffset.UtcNow));
        Assert.False(SignatureCheck.Verify(scheme, secret, sent.Header, [.. sent.Body, (byte)' '], DateTimeOffset.UtcNow).IsValid);
        Assert.Equal(
            SchemeHeaders.Of(scheme).SignsTime,
            !SignatureCheck.Verify(scheme, secret, sent.Header, sent.Body, DateTimeOffset.UtcNow.AddHours(1)).IsValid);
    }
}
