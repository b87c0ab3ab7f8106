using System.Text.Json;
using EdgeRelay.Gateway.Tests.Vehicles;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary><c>/v1/events</c> of a vehicle whose late data changed what had been told.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class SupersededEventTests(GatewayFixture gateway)
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddHours(-1);

    [Fact]
    public async Task An_event_that_late_data_show_not_to_have_happened_says_since_when()
    {
        await WatchSpeeding();
        await Send("late-van", (0, 40), (10, 90), (30, 90));
        var told = Assert.Single((await gateway.Api.Get("/v1/events?vehicle=late-van"))["data"].EnumerateArray());
        await Send("late-van", (20, 40));

        var id = told.GetProperty("id").GetString();
        var one = await gateway.Api.Get("/v1/events/" + id);

        Assert.Equal(JsonValueKind.Null, told.GetProperty("superseded_at").ValueKind);
        Assert.Equal("start", told.GetProperty("data").GetProperty("kind").GetString());
        Assert.InRange(one["superseded_at"].GetDateTimeOffset(), _start.AddHours(1), TimeProvider.System.GetUtcNow());
        Assert.Equal([id], await Ids("vehicle=late-van&superseded=true"));
        Assert.Empty(await Ids("vehicle=late-van&superseded=false"));
        Assert.Equal([id], await Ids("vehicle=late-van"));
    }

    [Fact]
    public async Task Whether_superseded_events_are_wanted_is_said_by_true_or_false()
    {
        var answer = await gateway.Api.Get("/v1/events?superseded=maybe");

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Code));
        Assert.Equal("?superseded", Assert.Single(answer["errors"].EnumerateArray()).GetProperty("pointer").GetString());
    }

    private async Task WatchSpeeding()
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks",
            $$"""
            {"name":"speeding","url":"{{gateway.ProvingUrl()}}","enabled":true,
             "triggers":[{"type":"speed","mph":80,"mode":"episode","min_duration_s":15}]}
            """);
        Assert.Equal(201, made.Status);
    }

    private async Task<List<string?>> Ids(string query) =>
        [.. (await gateway.Api.Get("/v1/events?" + query))["data"].EnumerateArray().Select(e => e.GetProperty("id").GetString())];

    private async Task Send(string vehicleId, params (int Second, int Mph)[] samples)
    {
        var vehicle = gateway.Host.Services.GetRequiredService<VehicleDirectory>().FindOrEnrol(new VehicleKey(1, vehicleId));
        var acks = new AwaitedAcks();
        acks.Await(samples.Length);
        foreach (var (second, mph) in samples)
        {
            var sample = new Sample
            {
                Time = Instant.From(_start.AddSeconds(second)),
                Received = Instant.From(TimeProvider.System.GetUtcNow()),
                GpsSpeed = Speed.FromMph(mph),
                Sequence = second,
            };
            var item = new LaneItem(vehicle, sample, null, new AckTicket(acks, second), Settles: true, 100);
            Assert.True(gateway.Host.Services.GetRequiredService<Lanes>().Of(vehicle).TryEnqueue([item]));
        }

        await acks.AllSettled.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
