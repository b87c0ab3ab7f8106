using System.Text;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class AccessTests(GatewayFixture gateway)
{
    [Fact]
    public void A_fresh_data_directory_gets_a_key_of_the_documented_form() =>
        Assert.Matches("^er_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", gateway.Key);

    [Fact]
    public async Task Without_a_key_the_answer_says_what_to_do()
    {
        var answer = await gateway.Nobody.Get("/v1/webhooks");

        Assert.Equal(401, answer.Status);
        Assert.Equal("unauthorized", answer.Code);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Contains("Authorization: Bearer", answer["detail"].GetString(), StringComparison.Ordinal);
        Assert.Contains(answer.Headers.WwwAuthenticate, h => h.Scheme == "Bearer");
    }

    [Fact]
    public async Task An_unknown_key_is_refused()
    {
        var answer = await gateway.With("er_00000000_0000000000000000000000000000000000000000000").Get("/v1/webhooks");

        Assert.Equal((401, "unauthorized"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_key_may_stand_in_three_places()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(gateway.Key + ":"));

        var bearer = await gateway.Api.Get("/v1/webhooks");
        var user = await gateway.Nobody.Send(HttpMethod.Get, "/v1/webhooks", headers: ("Authorization", "Basic " + basic));
        var own = await gateway.Nobody.Send(HttpMethod.Get, "/v1/webhooks", headers: ("X-Api-Key", gateway.Key));

        Assert.Equal([200, 200, 200], [bearer.Status, user.Status, own.Status]);
    }

    [Theory]
    [InlineData("/v1/webhooks/{0}")]
    [InlineData("/v1/webhooks/{0}/secret")]
    [InlineData("/v1/webhooks/{0}/deliveries")]
    public async Task What_another_account_owns_is_not_found(string path)
    {
        var webhook = await gateway.Api.Post("/v1/webhooks", $$"""{"name":"mine","url":"{{gateway.ProvingUrl()}}","events":["idle"]}""");
        var place = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, webhook["id"].GetInt64());

        Assert.Equal(200, (await gateway.Api.Get(place)).Status);
        var answer = await gateway.Stranger.Get(place);

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Lists_hold_what_the_account_owns_and_nothing_else()
    {
        await gateway.Api.Post("/v1/webhooks", $$"""{"name":"mine","url":"{{gateway.ProvingUrl()}}","events":["idle"]}""");
        await gateway.Api.Post("/v1/vehicles", """{"id":"only-mine"}""");

        Assert.Empty((await gateway.Stranger.Get("/v1/webhooks"))["data"].EnumerateArray());
        Assert.Empty((await gateway.Stranger.Get("/v1/vehicles"))["data"].EnumerateArray());
        Assert.Empty((await gateway.Stranger.Get("/v1/landmarks"))["features"].EnumerateArray());
        Assert.Empty((await gateway.Stranger.Get("/v1/deliveries"))["data"].EnumerateArray());
        Assert.Empty((await gateway.Stranger.Get("/v1/dead-letters"))["data"].EnumerateArray());
    }
}
