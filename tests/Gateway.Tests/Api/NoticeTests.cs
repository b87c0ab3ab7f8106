using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What is told of a webhook's limits, as the API shows it.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class NoticeTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Levels_that_were_reached_are_listed_newest_first_and_shown_on_the_webhook()
    {
        var id = await MakeFull(waiting: 700);

        var all = (await gateway.Api.Get($"/v1/notices?webhook={id}"))["data"];
        var shown = (await gateway.Api.Get($"/v1/webhooks/{id}"))["notices"];

        Assert.Equal([70, 50], all.EnumerateArray().Select(n => n.GetProperty("percent").GetInt32()));
        var newest = all[0];
        Assert.Equal("queue_depth", newest.GetProperty("kind").GetString());
        Assert.Equal("700 messages wait: 70 % of its max_depth of 1,000 are reached", newest.GetProperty("text").GetString());
        Assert.Equal((700, 1_000), (newest.GetProperty("measured").GetInt32(), newest.GetProperty("limit").GetInt32()));
        Assert.Equal("none", newest.GetProperty("mail").GetProperty("state").GetString());
        Assert.Equal(
            (newest.GetProperty("id").GetInt64(), "queue_depth", 70),
            (shown[0].GetProperty("notice").GetInt64(), shown[0].GetProperty("kind").GetString(), shown[0].GetProperty("percent").GetInt32()));
        Assert.Equal(1, shown.GetArrayLength());
    }

    [Fact]
    public async Task They_are_paged_and_chosen_by_what_was_asked_for()
    {
        var id = await MakeFull(waiting: 900);

        var first = await gateway.Api.Get($"/v1/notices?webhook={id}&limit=2");
        var second = await gateway.Api.Get($"/v1/notices?webhook={id}&limit=2&cursor={first["next_cursor"].GetString()}");

        Assert.Equal((2, true), (first["data"].GetArrayLength(), first["has_more"].GetBoolean()));
        Assert.Equal((1, false), (second["data"].GetArrayLength(), second["has_more"].GetBoolean()));
        foreach (var (query, count) in ((string, int)[])
            [("current=true", 3), ("current=false", 0), ("kind=queue_depth", 3), ("kind=failing", 0)])
        {
            Assert.Equal(count, (await gateway.Api.Get($"/v1/notices?webhook={id}&{query}"))["data"].GetArrayLength());
        }

        Assert.Equal(0, (await gateway.Stranger.Get($"/v1/notices?webhook={id}"))["data"].GetArrayLength());
        Assert.Equal(401, (await gateway.Nobody.Get("/v1/notices")).Status);
        foreach (var wrong in (string[])["webhook=x", "kind=failling", "current=1", "webhok=1", "cursor=x"])
        {
            Assert.Equal(400, (await gateway.Api.Get("/v1/notices?" + wrong)).Status);
        }
    }

    [Fact]
    public async Task What_was_shown_can_be_sent_back_and_the_limit_raised()
    {
        var id = await MakeFull(waiting: 500);
        var shown = await gateway.Api.Get($"/v1/webhooks/{id}");
        Assert.Equal(1_000, shown["delivery"].GetProperty("max_depth").GetInt32());

        var changed = await gateway.Api.Put($"/v1/webhooks/{id}", shown.Text.Replace("\"max_depth\":1000", "\"max_depth\":5000", StringComparison.Ordinal));

        Assert.Equal(200, changed.Status);
        await Until(async () => (await gateway.Api.Get($"/v1/webhooks/{id}"))["notices"].GetArrayLength() == 0);
        Assert.NotNull((await gateway.Api.Get($"/v1/notices?webhook={id}"))["data"][0].GetProperty("ended_at").GetString());
    }

    /// <summary>A webhook that is paused with so many of a thousand messages, and was looked at: each change of it is an occasion.</summary>
    private async Task<long> MakeFull(int waiting)
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$"""{"name":"w","url":"{{gateway.ProvingUrl()}}","events":["idle"],"delivery":{"max_depth":1000},"enabled":true}""");
        var id = made["id"].GetInt64();
        await Until(async () => (await gateway.Api.Get($"/v1/webhooks/{id}/deliveries?status=delivered"))["data"].GetArrayLength() == 1);
        await gateway.Api.Post($"/v1/webhooks/{id}/pause");
        await OutboxWork.Store(gateway.Host, [.. Enumerable.Range(0, waiting).Select(_ => new OutboxMessage
        {
            Id = Guid.NewGuid(),
            OccurredMs = 1_767_600_000_000,
            AccountId = 1,
            Type = "idle",
            OrderingKey = "a",
            Data = "{}"u8.ToArray(),
            WebhookIds = [id],
        })]);
        Assert.Equal(200, (await gateway.Api.Patch($"/v1/webhooks/{id}", """{"name":"full"}""")).Status);
        await Until(async () => (await gateway.Api.Get($"/v1/notices?webhook={id}"))["data"].GetArrayLength() > 0);
        return id;
    }

    /// <summary>The gateway's own answers set the pace.</summary>
    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
