namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Whose URL it is: how it is asked, how often, and what becomes of messages that wait meanwhile.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class WebhookOwnershipTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("challenge", "POST ")]
    [InlineData("cloudevents", "OPTIONS ")]
    public async Task A_receiver_that_does_not_answer_as_it_was_asked_is_told_how(string ownership, string expected)
    {
        var id = await Make(gateway.DumbUrl(), $"\"ownership\":\"{ownership}\",");

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/verify");

        Assert.Equal((409, "not_verified"), (answer.Status, answer.Code));
        Assert.StartsWith(expected, answer["detail"].GetString(), StringComparison.Ordinal);
        Assert.Equal(ownership, (await gateway.Api.Get($"/v1/webhooks/{id}"))["ownership"].GetString());
    }

    [Fact]
    public async Task One_url_is_asked_ten_times_an_hour_and_no_more()
    {
        var url = gateway.DumbUrl();
        var id = await Make(url);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(409, (await gateway.Api.Post($"/v1/webhooks/{id}/verify")).Status);
        }

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/verify");

        Assert.Equal((429, "rate_limited"), (answer.Status, answer.Code));
        Assert.Equal(10, gateway.Receiver.Requests.Count(r => url.EndsWith(r.Target.Split('?')[0], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_waits_for_a_dead_url_goes_to_the_new_one_once_that_is_proven()
    {
        // Port 9 (discard) listens nowhere here: the first payload waits.
        var id = await Make("http://trusted.localhost:9/", "\"enabled\":true,");
        var waiting = (await gateway.Api.Get($"/v1/webhooks/{id}/deliveries"))["data"][0].GetProperty("event_id").GetString()!;

        var refused = await gateway.Api.Patch($"/v1/webhooks/{id}", $$"""{"url":"{{gateway.DumbUrl()}}"}""");
        var kept = await gateway.Api.Get($"/v1/webhooks/{id}");
        var target = gateway.ProvingUrl();
        var moved = await gateway.Api.Patch($"/v1/webhooks/{id}", $$"""{"url":"{{target}}"}""");

        Assert.Equal((409, "http://trusted.localhost:9/"), (refused.Status, kept["url"].GetString()));
        Assert.Equal(("verified", target), (moved["verification"].GetString(), moved["url"].GetString()));
        await gateway.Api.Post($"/v1/deliveries/{(await gateway.Api.Get($"/v1/webhooks/{id}/deliveries"))["data"][0].GetProperty("id").GetString()}/send-now");
        var sent = await gateway.Arrived(r => r.Header("webhook-id") == waiting);
        Assert.EndsWith(sent.Target, target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_on_stays_so_when_it_is_switched_on_again_and_sends_no_second_first_payload()
    {
        var id = await Make(gateway.ProvingUrl(), "\"enabled\":true,");

        var again = await gateway.Api.Post($"/v1/webhooks/{id}/enable");

        Assert.Equal((200, 1, 1), (again.Status, again["version"].GetInt32(), again["total_messages"].GetInt32()));
    }

    private async Task<long> Make(string url, string more = "") =>
        (await gateway.Api.Post("/v1/webhooks", $$"""{"name":"w","url":"{{url}}",{{more}}"events":["idle"]}"""))["id"].GetInt64();
}
