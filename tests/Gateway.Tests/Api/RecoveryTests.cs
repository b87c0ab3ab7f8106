using System.Text;
using System.Text.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What failed is sent again, what waits is looked at, sent now or cancelled.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class RecoveryTests(GatewayFixture gateway) : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;
    private volatile int _status = 200;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _receiver.Script = request => request.Method == "GET"
            ? new ReceiverAnswer(200, Body: Encoding.ASCII.GetBytes(request.Target.Split("check=")[1]))
            : new ReceiverAnswer(_status, _status == 422 ? new() { ["webhook-delivery"] = "abort-message" } : null);
    }

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task What_failed_since_is_counted_first_and_then_sent_again()
    {
        _status = 422;
        var id = await MakeActive();
        await Publish(id, "a", "b", "c");
        await Deliveries(id, "failed", 4);
        var since = """{"since":"2026-01-01T00:00:00Z","dry_run":true}""";

        var counted = await gateway.Api.Post($"/v1/webhooks/{id}/recover", since);
        _status = 200;
        var started = await gateway.Api.Post($"/v1/webhooks/{id}/recover", since.Replace("true", "false", StringComparison.Ordinal));

        Assert.Equal((200, 4), (counted.Status, counted["count"].GetInt64()));
        Assert.Equal(202, started.Status);
        Assert.Equal("recover", started["kind"].GetString());
        Assert.Equal(4, started["total"].GetInt64());
        var ended = await Ended(started);
        Assert.Equal(("done", 4, 0), (ended["state"].GetString(), ended["done"].GetInt64(), ended["failed"].GetInt64()));
        await Deliveries(id, "delivered", 4);
        Assert.Equal(0, (await gateway.Api.Post($"/v1/webhooks/{id}/recover", since))["count"].GetInt64());
    }

    [Fact]
    public async Task One_is_sent_again_at_once()
    {
        _status = 422;
        var id = await MakeActive();
        var failed = (await Deliveries(id, "failed", 1))[0].GetProperty("id").GetString()!;
        _status = 200;

        var again = await gateway.Api.Post($"/v1/deliveries/{failed}/resend");

        Assert.Equal(202, again.Status);
        Assert.Equal(failed, again["of_delivery_id"].GetString());
        var made = (await Deliveries(id, "delivered", 1))[0];
        Assert.Equal(again["delivery_id"].GetString(), made.GetProperty("id").GetString());
        Assert.Equal("resend", made.GetProperty("origin").GetString());
        Assert.Equal(404, (await gateway.Stranger.Post($"/v1/deliveries/{failed}/resend")).Status);
    }

    [Fact]
    public async Task What_waits_tells_for_what_and_can_be_sent_or_cancelled()
    {
        var id = await MakeActive();
        await Deliveries(id, "delivered", 1);
        _status = 422 + 1;
        await Publish(id, "v", "v", "w");
        await Deliveries(id, "retrying", 2);

        var queue = (await gateway.Api.Get($"/v1/webhooks/{id}/queue"))["data"].EnumerateArray().ToList();
        var (first, second) = (queue[0].GetProperty("id").GetString()!, queue[1].GetProperty("id").GetString()!);
        Assert.Equal(3, queue.Count);
        Assert.Equal(JsonValueKind.Null, queue[0].GetProperty("waits_for").ValueKind);
        Assert.Equal(first, queue[1].GetProperty("waits_for").GetString());
        Assert.Equal(409, (await gateway.Api.Post($"/v1/deliveries/{first}/resend")).Status);
        var held = await gateway.Api.Post($"/v1/deliveries/{second}/send-now");
        Assert.Equal((409, "conflict"), (held.Status, held.Code));
        Assert.Contains(first, held["detail"].GetString(), StringComparison.Ordinal);

        _status = 200;
        Assert.Equal(202, (await gateway.Api.Post($"/v1/deliveries/{first}/send-now")).Status);
        await Deliveries(id, "delivered", 3);
        var left = (await gateway.Api.Get($"/v1/webhooks/{id}/queue"))["data"][0].GetProperty("id").GetString()!;
        var cancelled = await gateway.Api.Post($"/v1/deliveries/{left}/cancel");
        Assert.Equal((200, "cancelled"), (cancelled.Status, cancelled["status"].GetString()));
        Assert.Equal(409, (await gateway.Api.Post($"/v1/deliveries/{left}/cancel")).Status);
        Assert.Equal(0, (await gateway.Api.Get($"/v1/webhooks/{id}"))["queue_depth"].GetInt64());
    }

    [Fact]
    public async Task A_webhook_that_is_off_sends_nothing_by_hand_either()
    {
        _status = 500;
        var id = await MakeActive();
        var waits = (await Deliveries(id, "retrying", 1))[0].GetProperty("id").GetString();
        await gateway.Api.Post($"/v1/webhooks/{id}/disable");

        var answer = await gateway.Api.Post($"/v1/deliveries/{waits}/send-now");

        Assert.Equal((409, "conflict"), (answer.Status, answer.Code));
        Assert.Contains("deactivated", answer["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_queue_is_cancelled_after_a_count()
    {
        _status = 500;
        var id = await MakeActive();
        await Publish(id, "a", "a", "a", "b");
        await Deliveries(id, "retrying", 3);

        Assert.Equal(5, (await gateway.Api.Delete($"/v1/webhooks/{id}/queue?dry_run=true"))["count"].GetInt64());
        var ended = await Ended(await gateway.Api.Delete($"/v1/webhooks/{id}/queue"));

        Assert.Equal(5, ended["done"].GetInt64());
        Assert.Equal(5, (await Deliveries(id, "cancelled", 5)).Count);
        Assert.Equal(0, (await gateway.Api.Get($"/v1/webhooks/{id}"))["queue_depth"].GetInt64());
    }

    [Fact]
    public async Task Many_are_chosen_by_ids_or_by_a_filter()
    {
        var id = await MakeActive();
        await Publish(id, "one", "two");
        var delivered = await Deliveries(id, "delivered", 3);
        var first = delivered[0].GetProperty("id").GetString();

        var byIds = await gateway.Api.Post("/v1/deliveries/bulk", $$"""{"action":"resend","ids":["{{first}}"],"dry_run":true}""");
        var byFilter = await gateway.Api.Post(
            "/v1/deliveries/bulk", $$$"""{"action":"resend","filter":{"webhook":{{{id}}},"vehicle":"two"}}""");

        Assert.Equal(1, byIds["count"].GetInt64());
        Assert.Equal(1, (await Ended(byFilter))["done"].GetInt64());
        await Deliveries(id, "delivered", 4);
        Assert.Equal(404, (await gateway.Stranger.Get("/v1/operations/" + byFilter["id"].GetString())).Status);
        Assert.Equal(202, (await gateway.Api.Delete("/v1/operations/" + byFilter["id"].GetString())).Status);
    }

    [Fact]
    public async Task Deliveries_are_exported_as_lines_of_JSON_or_as_a_table()
    {
        var id = await MakeActive();
        await Publish(id, "=evil", "two, three");
        await Deliveries(id, "delivered", 3);

        var lines = (await gateway.Api.Get($"/v1/deliveries/export?webhook={id}")).Text.Split('\n');
        var table = (await gateway.Api.Get($"/v1/deliveries/export?webhook={id}&format=csv")).Text.Split("\r\n");

        Assert.Equal(3, lines.Length);
        Assert.Equal(["CA1234567", "=evil", "two, three"], lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("vehicle").GetString()));
        Assert.Equal("{}", JsonDocument.Parse(lines[1]).RootElement.GetProperty("data").GetRawText());
        Assert.StartsWith("id,webhook_id,event_id,type,vehicle,status", table[0], StringComparison.Ordinal);
        Assert.Contains(",idle,'=evil,delivered,live,1,2,", table[2], StringComparison.Ordinal);
        Assert.Contains(",idle,\"two, three\",delivered,", table[3], StringComparison.Ordinal);
        Assert.Equal(400, (await gateway.Api.Get("/v1/deliveries/export?format=xml")).Status);
        Assert.Equal(400, (await gateway.Api.Get("/v1/deliveries/export?status=faild")).Status);
    }

    [Theory]
    [InlineData("""{"action":"resnd","ids":["dlv_1"]}""", "/action")]
    [InlineData("""{"action":"resend"}""", "/filter")]
    [InlineData("""{"action":"resend","ids":[]}""", "/ids")]
    [InlineData("""{"action":"resend","ids":["dlv_1","x"]}""", "/ids/1")]
    [InlineData("""{"action":"cancel","filter":{"status":"faild"}}""", "/filter/status")]
    [InlineData("""{"action":"cancel","filter":{"webhok":1}}""", "/filter/webhok")]
    public async Task A_faulty_bulk_request_does_nothing(string body, string pointer)
    {
        var answer = await gateway.Api.Post("/v1/deliveries/bulk", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(pointer, answer["errors"][0].GetProperty("pointer").GetString());
    }

    private async Task<long> MakeActive()
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks", $$"""{"name":"w","url":"{{_receiver.Url}}","events":["idle"],"delivery":{"retry":"crm"},"enabled":true}""");
        Assert.Equal(201, made.Status);
        return made["id"].GetInt64();
    }

    private async Task<List<JsonElement>> Deliveries(long id, string status, int count) => [..
        (await Poll(() => gateway.Api.Get($"/v1/webhooks/{id}/deliveries?status={status}"), a => a["data"].GetArrayLength() >= count))
        ["data"].EnumerateArray()];

    private Task<ApiAnswer> Ended(ApiAnswer started) => Poll(
        () => gateway.Api.Get("/v1/operations/" + started["id"].GetString()), a => a["state"].GetString() != "running");

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

    /// <summary>Asks until the answer is the awaited one; the gateway's own answers set the pace.</summary>
    private static async Task<ApiAnswer> Poll(Func<Task<ApiAnswer>> ask, Func<ApiAnswer, bool> isIt)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
            {
                return answer;
            }

            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
