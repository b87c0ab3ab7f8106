using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EventId = EdgeRelay.Rules.Events.EventId;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What waits beyond a webhook's depth is told, counted and given up like all that waits.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class SpillTests(GatewayFixture gateway)
{
    private const int Depth = 1_000;

    [Fact]
    public async Task What_waits_beyond_the_depth_is_shown_and_explained_and_the_newest_of_each_vehicle_can_be_chosen()
    {
        var id = await MakePaused();
        var (eventId, at) = await Publish(id, "spilled-a", "spilled-b", Depth + 7);

        var webhook = await gateway.Api.Get($"/v1/webhooks/{id}");
        Assert.Equal((Depth + 7, 7), (webhook["queue_depth"].GetInt32(), webhook["queue_spilled"].GetInt32()));
        Assert.Equal(1 + Depth + 7, webhook["total_messages"].GetInt32());
        var explained = await gateway.Api.Get($"/v1/events/{eventId}/explain?occurred_at={at}");
        var verdict = explained["webhooks"].EnumerateArray().Single(w => w.GetProperty("webhook_id").GetInt64() == id);
        Assert.Equal("spilled", verdict.GetProperty("reason").GetString());
        Assert.Equal(0, (await gateway.Api.Get("/v1/events?vehicle=spilled-a&unsent=true"))["data"].GetArrayLength());
        var missing = await gateway.Api.Post($"/v1/webhooks/{id}/replay-missing", """{"since":"2026-01-01T00:00:00Z","dry_run":true}""");
        var missed = await gateway.Api.Post($"/v1/events/{eventId}/replay?occurred_at={at}", $$"""{"webhook":{{id}}}""");
        Assert.Equal((0, 409), (missing["count"].GetInt32(), missed.Status));

        var counted = await gateway.Api.Post($"/v1/webhooks/{id}/resume", """{"mode":"newest_per_vehicle","dry_run":true}""");
        Assert.Equal((Depth + 7, 2), (counted["waiting"].GetInt32(), counted["sent"].GetInt32()));
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/resume", """{"mode":"newest_per_vehicle"}""")).Status);

        await Until($"/v1/webhooks/{id}/deliveries?status=delivered", 1 + 2);
        var sent = (await gateway.Api.Get($"/v1/events/{eventId}/explain?occurred_at={at}"))["webhooks"].EnumerateArray()
            .Single(w => w.GetProperty("webhook_id").GetInt64() == id);
        Assert.Equal(("sent", "delivered"), (sent.GetProperty("reason").GetString(), sent.GetProperty("status").GetString()));
        Assert.Equal(0, (await gateway.Api.Get($"/v1/webhooks/{id}"))["queue_depth"].GetInt32());
        Assert.Equal(Depth + 5, await Cancelled(id));
    }

    [Fact]
    public async Task Cancelling_the_queue_cancels_what_is_spilled_too()
    {
        var id = await MakePaused();
        await Publish(id, "given-up-a", "given-up-b", Depth + 3);

        var counted = await gateway.Api.Delete($"/v1/webhooks/{id}/queue?dry_run=true");
        var started = await gateway.Api.Delete($"/v1/webhooks/{id}/queue");

        Assert.Equal((Depth + 3, Depth + 3), (counted["count"].GetInt32(), started["total"].GetInt32()));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await gateway.Api.Get($"/v1/operations/{started["id"].GetString()}"))["state"].GetString() == "running")
        {
            deadline.Token.ThrowIfCancellationRequested();
        }

        var webhook = await gateway.Api.Get($"/v1/webhooks/{id}");
        Assert.Equal((0, 0), (webhook["queue_depth"].GetInt32(), webhook["queue_spilled"].GetInt32()));
        Assert.Equal(Depth + 3, await Cancelled(id));
    }

    private async Task<int> Cancelled(long id) => (await gateway.Api.Post(
        "/v1/deliveries/bulk", $$$"""{"action":"resend","dry_run":true,"filter":{"webhook":{{{id}}},"status":"cancelled"}}"""))["count"].GetInt32();

    private async Task<long> MakePaused()
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$$"""{"name":"w","url":"{{{gateway.ProvingUrl()}}}","triggers":[{"type":"idle","min_s":739}],"enabled":true,"delivery":{"max_depth":{{{Depth}}} } }""");
        var id = made["id"].GetInt64();
        await Until($"/v1/webhooks/{id}/deliveries?status=delivered", 1);
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/pause")).Status);
        return id;
    }

    /// <returns>The last one.</returns>
    private async Task<(string Id, string At)> Publish(long webhookId, string vehicle, string otherVehicle, int count)
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        var found = Enumerable.Range(0, count).Select(i =>
        {
            var one = SampleEvents.For(
                Trigger.WithDefaults(EventTypes.Find("idle")).Detection, 1, EventId.FromBytes(Guid.NewGuid().ToByteArray()), now);
            return one with { Vehicle = one.Vehicle with { Key = new VehicleKey(1, i % 2 == 0 ? vehicle : otherVehicle) } };
        }).ToList();
        await OutboxWork.Store(gateway.Host, [.. found.Select(one => new OutboxMessage
        {
            Id = one.Id.ToGuid(),
            OccurredMs = one.OccurredAt.UnixMilliseconds,
            AccountId = 1,
            Type = "idle",
            Topic = "idle:min_s=739",
            OrderingKey = one.Vehicle.Key.VehicleId,
            Data = EventPayload.Render(one, SampleEvents.Context),
            WebhookIds = [webhookId],
        })]);
        var stored = (await gateway.Api.Get($"/v1/events?vehicle={vehicle}"))["data"][0];
        return (found[^1].Id.ToGuid().ToString(), stored.GetProperty("occurred_at").GetString()!); // all at once
    }

    /// <summary>Asks until there are so many; the gateway's own answers set the pace.</summary>
    private async Task Until(string list, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await gateway.Api.Get(list))["data"].GetArrayLength() != count)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
