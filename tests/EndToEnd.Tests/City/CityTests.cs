using System.Diagnostics;
using System.Text.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Simulator.Scenarios;
using Xunit.Abstractions;

namespace EdgeRelay.EndToEnd.Tests.City;

/// <summary>The simulated city keeps what the demo promises: every event type comes, and soon.</summary>
[Trait("speed", "slow")]
public sealed class CityTests(ITestOutputHelper output)
{
    /// <summary>Of the whole fleet: 25 vehicles, a message per second each, for 12 minutes.</summary>
    private const int Messages = 18_000;

    [Fact]
    public async Task Each_of_the_fourteen_types_arrives_within_a_bounded_number_of_messages()
    {
        await using var gateway = await RunningGateway.Start();
        await gateway.Api.Post("/v1/landmarks", CityLandmarks.GeoJson());
        var types = EventTypes.All.Select(t => t.Key).ToList();
        foreach (var type in types)
        {
            await gateway.AddWebhook($$"""{"type":"{{type}}"}""");
        }

        var started = Stopwatch.GetTimestamp();
        await gateway.Simulate(
            "run", "city", "--vehicles", "25", "--seed", "7", "--rate", "25", "--messages", $"{Messages}", "--clock", "max");
        var requests = await gateway.Settled();

        var arrived = gateway.Events.All.CountBy(e => e.Type).ToDictionary();
        output.WriteLine($"{requests} requests, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; {JsonSerializer.Serialize(arrived)}");
        Assert.Equal(14, types.Count);
        Assert.Equal(types.Order(), arrived.Keys.Order());
        Assert.Empty(await gateway.Api.List("/v1/dead-letters?"));
    }
}
