using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What is there besides the resources: health, documentation, event types, dead letters.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class ServiceTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_gateway_that_can_commit_is_ready()
    {
        Assert.Equal(200, (await gateway.Nobody.Get("/livez")).Status);

        var ready = await gateway.Nobody.Get("/readyz");

        Assert.Equal(200, ready.Status);
        Assert.True(ready["ready"].GetBoolean());
        Assert.Equal("ok", ready["checks"].GetProperty("database").GetString());
        Assert.Equal("ok", ready["checks"].GetProperty("mqtt").GetString());
    }

    [Fact]
    public async Task A_JSON_answer_ends_with_a_newline_for_those_who_read_it_in_a_terminal()
    {
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Host.HttpAddress) };

        Assert.EndsWith("}\n", await http.GetStringAsync("/readyz"), StringComparison.Ordinal);
        using var refused = await http.GetAsync("/v1/webhooks");
        Assert.EndsWith("}\n", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_path_and_code()
    {
        var document = await gateway.Nobody.Get("/openapi/v1.json");

        Assert.Equal(200, document.Status);
        var paths = document["paths"].EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("/v1/webhooks/{id}", paths);
        Assert.Contains("/v1/landmarks/contains", paths);
        Assert.Contains("/v1/vehicles/{id}/credentials", paths);
        Assert.Contains("/v1/deliveries/{id}/attempts", paths);
        var codes = document["components"].GetProperty("schemas").GetProperty("Problem").GetProperty("properties")
            .GetProperty("code").GetProperty("enum").EnumerateArray().Select(c => c.GetString());
        Assert.Contains("url_not_https", codes);
        var body = document["paths"].GetProperty("/v1/webhooks").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString();
        Assert.Equal("#/components/schemas/WebhookRequest", body);
        Assert.True(document["components"].GetProperty("schemas").GetProperty("WebhookRequest").GetProperty("properties")
            .TryGetProperty("triggers", out _));
    }

    [Fact]
    public async Task The_OpenAPI_document_is_the_checked_in_one()
    {
        var document = await gateway.Nobody.Get("/openapi/v1.json");

        Golden.Match(document.Text.ReplaceLineEndings("\n") + "\n", "openapi.json");
    }

    [Fact]
    public async Task All_fourteen_event_types_are_described_with_an_example()
    {
        var types = (await gateway.Api.Get("/v1/event-types"))["data"].EnumerateArray().ToList();

        Assert.Equal(14, types.Count);
        Assert.All(types, t => Assert.Equal("CA1234567", t.GetProperty("example").GetProperty("id").GetString()));
        var speed = await gateway.Api.Get("/v1/event-types/Posted-Speed");
        Assert.Equal("posted_speed", speed["type"].GetString());
        Assert.Contains(speed["parameters"].EnumerateArray(), p => p.GetProperty("name").GetString() == "over_mph");
        Assert.Equal(404, (await gateway.Api.Get("/v1/event-types/none")).Status);
    }

    [Fact]
    public async Task Refused_telemetry_is_listed_with_its_reason()
    {
        await gateway.Host.Services.GetRequiredService<ConfigurationWriter>().Write(core => core.DeadLetters.AddRange(
            new DeadLetterRow { AccountId = 1, VehicleId = "dead", ReceivedMs = 1, Reason = "bad_time", Topic = "t", Payload = "{}"u8.ToArray() },
            new DeadLetterRow { AccountId = 1, VehicleId = "dead", ReceivedMs = 2, Reason = "bad_json", Topic = "t", Payload = [0xFF] },
            new DeadLetterRow { AccountId = 2, VehicleId = "dead", ReceivedMs = 3, Reason = "bad_json", Topic = "t", Payload = [] }));

        var all = (await gateway.Api.Get("/v1/dead-letters?vehicle=dead"))["data"];
        var one = (await gateway.Api.Get("/v1/dead-letters?vehicle=dead&reason=bad_time"))["data"];

        Assert.Equal(["bad_json", "bad_time"], all.EnumerateArray().Select(d => d.GetProperty("reason").GetString()));
        Assert.True(all[0].GetProperty("payload_base64").GetBoolean());
        Assert.Equal("/w==", all[0].GetProperty("payload").GetString());
        Assert.Equal("{}", Assert.Single(one.EnumerateArray()).GetProperty("payload").GetString());
    }
}
