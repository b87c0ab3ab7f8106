using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>A paused webhook keeps its messages; what becomes of them is said when it is resumed.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class PauseTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("", 4, 4)]
    [InlineData("replay_all", 4, 4)]
    [InlineData("newest_per_vehicle", 4, 2)]
    [InlineData("skip_to_now", 4, 0)]
    public async Task What_waited_is_sent_as_was_chosen_and_counted_before(string mode, int waiting, int sent)
    {
        var id = await MakeActive();
        var paused = await gateway.Api.Post($"/v1/webhooks/{id}/pause");
        await Publish(id, "a", "b", "a", "a");
        var body = mode.Length == 0 ? "{" : $$"""{"mode":"{{mode}}",""";

        var counted = await gateway.Api.Post($"/v1/webhooks/{id}/resume", body + "\"dry_run\":true}");
        var resumed = await gateway.Api.Post($"/v1/webhooks/{id}/resume", body + "\"dry_run\":false}");

        Assert.Equal((200, "paused"), (paused.Status, paused["status"].GetString()));
        Assert.Equal((waiting, sent), (counted["waiting"].GetInt32(), counted["sent"].GetInt32()));
        Assert.Equal((200, "active"), (resumed.Status, resumed["status"].GetString()));
        await Count(id, "delivered", 1 + sent);
        Assert.Equal(waiting - sent, (await gateway.Api.Get($"/v1/webhooks/{id}/deliveries?status=cancelled"))["data"].GetArrayLength());
        Assert.Equal(0, (await gateway.Api.Get($"/v1/webhooks/{id}"))["queue_depth"].GetInt32());
    }

    [Fact]
    public async Task Only_what_is_paused_can_be_resumed_and_only_what_sends_can_be_paused()
    {
        var id = await MakeActive();

        Assert.Equal(409, (await gateway.Api.Post($"/v1/webhooks/{id}/resume")).Status);
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/pause")).Status);
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/pause")).Status);
        Assert.Equal(409, (await gateway.Api.Post($"/v1/webhooks/{id}/test")).Status);
        Assert.Equal(400, (await gateway.Api.Post($"/v1/webhooks/{id}/resume", """{"mode":"skip_to_nov"}""")).Status);
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/disable")).Status);
        Assert.Equal(409, (await gateway.Api.Post($"/v1/webhooks/{id}/pause")).Status);
        Assert.Equal(404, (await gateway.Stranger.Post($"/v1/webhooks/{id}/pause")).Status);
    }

    private async Task<long> MakeActive()
    {
        var made = await gateway.Api.Post("/v1/webhooks", $$"""{"name":"w","url":"{{gateway.ProvingUrl()}}","events":["idle"],"enabled":true}""");
        var id = made["id"].GetInt64();
        await Count(id, "delivered", 1);
        return id;
    }

    private Task Publish(long webhookId, params string[] keys) => OutboxWork.Store(gateway.Host, [.. keys.Select(key => new OutboxMessage
    {
        Id = Guid.NewGuid(),
        OccurredMs = 1_767_600_000_000,
        AccountId = 1,
        Type = "idle",
        OrderingKey = key,
        Data = "{}"u8.ToArray(),
        WebhookIds = [webhookId],
    })]);

    /// <summary>Asks until there are so many; the gateway's own answers set the pace.</summary>
    private async Task Count(long id, string status, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await gateway.Api.Get($"/v1/webhooks/{id}/deliveries?status={status}"))["data"].GetArrayLength() != count)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
