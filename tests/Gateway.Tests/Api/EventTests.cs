using System.Text.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EventId = EdgeRelay.Rules.Events.EventId;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Stored events: who got them, why others did not, and how those get them after all.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class EventTests(GatewayFixture gateway)
{
    // No other test asks for it, so that nobody else's events come in between.
    private const string Idle = """{"type":"idle","min_s":734}""";

    [Fact]
    public async Task An_event_is_explained_by_what_each_webhook_asked_for_then()
    {
        var sent = await Make(Idle);
        var off = await Make(Idle, enabled: false);
        var other = await Make("""{"type":"speed","mph":133}""");
        var elsewhere = await Make("""{"type":"idle","min_s":734,"vehicles":["nobody"]}""");
        var (id, at) = await Store("explained", sent);
        var later = await Make(Idle);
        await gateway.Api.Post($"/v1/webhooks/{off}/enable");
        await gateway.Api.Patch($"/v1/webhooks/{elsewhere}", $$"""{"triggers":[{{Idle}}]}""");
        await gateway.Api.Delete($"/v1/webhooks/{other}");

        var explained = await gateway.Api.Get($"/v1/events/{id}/explain?occurred_at={at}");

        Assert.Equal(200, explained.Status);
        Assert.Equal("idle:min_s=734", explained["event"].GetProperty("topic").GetString());
        var reasons = explained["webhooks"].EnumerateArray().ToDictionary(w => w.GetProperty("webhook_id").GetInt64());
        Assert.Equal("sent", Reason(sent));
        Assert.StartsWith("dlv_", reasons[sent].GetProperty("delivery_id").GetString(), StringComparison.Ordinal);
        Assert.Equal("deactivated", Reason(off));
        Assert.Equal("other_type", Reason(other));
        Assert.Equal("other_vehicle", Reason(elsewhere));
        Assert.Equal("created_later", Reason(later));

        string? Reason(long webhook) => reasons[webhook].GetProperty("reason").GetString();
    }

    [Fact]
    public async Task What_nobody_got_is_listed_and_made_up_for()
    {
        var (id, _) = await Store("unsent");
        var webhook = await Make(Idle);

        var unsent = (await gateway.Api.Get("/v1/events?vehicle=unsent&unsent=true"))["data"].EnumerateArray().ToList();
        var span = """{"since":"2026-01-01T00:00:00Z","dry_run":true}""";
        var counted = await gateway.Api.Post($"/v1/webhooks/{webhook}/replay-missing", span);

        Assert.Equal(id, Assert.Single(unsent).GetProperty("id").GetString());
        Assert.InRange(counted["count"].GetInt64(), 1, 10);
        var started = await gateway.Api.Post($"/v1/webhooks/{webhook}/replay-missing", span.Replace("true", "false", StringComparison.Ordinal));
        Assert.Equal(202, started.Status);
        await Until(() => gateway.Api.Get($"/v1/webhooks/{webhook}/deliveries?vehicle=unsent&status=delivered"), a => a["data"].GetArrayLength() == 1);
        await Until(() => gateway.Api.Get("/v1/operations/" + started["id"].GetString()), a => a["state"].GetString() == "done");
        Assert.Equal(0, (await gateway.Api.Post($"/v1/webhooks/{webhook}/replay-missing", span))["count"].GetInt64());
        Assert.Empty((await gateway.Api.Get("/v1/events?vehicle=unsent&unsent=true"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task One_event_is_sent_to_a_webhook_by_hand()
    {
        var (id, _) = await Store("by-hand");
        var webhook = await Make("""{"type":"speed","mph":134}""");

        var first = await gateway.Api.Post($"/v1/events/{id}/replay", $$"""{"webhook":{{webhook}}}""");
        Assert.Equal(202, first.Status);
        Assert.Equal(JsonValueKind.Null, first["of_delivery_id"].ValueKind);
        await Until(() => gateway.Api.Get("/v1/deliveries/" + first["delivery_id"].GetString()), a => a["status"].GetString() == "delivered");
        var second = await gateway.Api.Post($"/v1/events/{id}/replay", $$"""{"webhook":{{webhook}}}""");

        Assert.Equal(first["delivery_id"].GetString(), second["of_delivery_id"].GetString());
    }

    [Fact]
    public async Task An_event_of_another_account_is_not_there()
    {
        var (id, at) = await Store("mine");

        Assert.Equal(id, (await gateway.Api.Get($"/v1/events/{id}"))["id"].GetString());
        Assert.Equal(404, (await gateway.Stranger.Get($"/v1/events/{id}")).Status);
        Assert.Equal(404, (await gateway.Stranger.Get($"/v1/events/{id}/explain?occurred_at={at}")).Status);
        Assert.Equal(404, (await gateway.Api.Get("/v1/events/x")).Status);
        Assert.Equal(400, (await gateway.Api.Get($"/v1/events/{id}?occurred_at=yesterday")).Status);
        Assert.Equal(400, (await gateway.Api.Get("/v1/events?unsent=maybe")).Status);
    }

    private async Task<long> Make(string trigger, bool enabled = true)
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$"""{"name":"w","url":"{{gateway.ProvingUrl()}}","triggers":[{{trigger}}],"enabled":{{(enabled ? "true" : "false")}}}""");
        Assert.Equal(201, made.Status);
        return made["id"].GetInt64();
    }

    private async Task<(string Id, string At)> Store(string vehicle, params long[] webhooks)
    {
        var bytes = Guid.NewGuid().ToByteArray();
        var found = SampleEvents.For(
            Trigger.WithDefaults(EventTypes.Find("idle")).Detection, 1, EventId.FromBytes(bytes), Instant.From(DateTimeOffset.UtcNow));
        found = found with { Vehicle = found.Vehicle with { Key = new VehicleKey(1, vehicle) } };
        await OutboxWork.Store(gateway.Host, new OutboxMessage
        {
            Id = found.Id.ToGuid(),
            OccurredMs = found.OccurredAt.UnixMilliseconds,
            AccountId = 1,
            Type = "idle",
            Topic = "idle:min_s=734",
            OrderingKey = vehicle,
            Data = EventPayload.Render(found, SampleEvents.Context),
            WebhookIds = webhooks,
        });
        var stored = (await gateway.Api.Get($"/v1/events?vehicle={vehicle}"))["data"][0];
        return (stored.GetProperty("id").GetString()!, stored.GetProperty("occurred_at").GetString()!);
    }

    /// <summary>Asks until the answer is the awaited one; the gateway's own answers set the pace.</summary>
    private static async Task Until(Func<Task<ApiAnswer>> ask, Func<ApiAnswer, bool> isIt)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isIt(await ask()))
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
