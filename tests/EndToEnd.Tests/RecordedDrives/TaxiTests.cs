using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <summary>Five taxis through MQTT among San Francisco's neighbourhoods; what reaches the receiver is compared with the oracle, event by event.</summary>
[Trait("speed", "slow")]
public sealed class TaxiTests(ITestOutputHelper output)
{
    /// <summary>Nearer than this to a border, the two programs that made the oracle disagree themselves (metres).</summary>
    private const double BorderExcuseMeters = 0.01;

    private static readonly string[] Invalid = ["Marina", "Downtown/Civic Center", "North Beach"];

    [RecordedDataFact]
    public async Task Taxis_enter_and_leave_the_neighbourhoods_as_the_oracle_says()
    {
        var neighbourhoods = await File.ReadAllTextAsync(SharedRecordings.Path("polygons", "sf_neighborhoods_blackmad.geojson"));
        var shapes = Neighbourhood.ReadAll(JsonDocument.Parse(neighbourhoods).RootElement);
        await using var gateway = await RunningGateway.Start(RuleProfile.Raw);
        var stored = await gateway.Api.Post("/v1/landmarks", neighbourhoods);
        AssertRepaired(shapes, Neighbourhood.ReadAll(stored));
        await gateway.AddWebhook("""{"type":"landmark_enter"}""");
        await gateway.AddWebhook("""{"type":"landmark_leave"}""");
        var started = Stopwatch.GetTimestamp();

        var sent = await Replay(gateway);
        var requests = await gateway.Settled();

        output.WriteLine($"{sent} messages, {requests} requests, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        var fixes = TaxiRecordings.Fixes();
        Assert.Equal(fixes.Count, sent);
        Assert.Empty(await gateway.Api.List("/v1/dead-letters?"));
        Compare(Arrived(gateway, fixes, NamesById(stored)), fixes, shapes);
    }

    /// <summary>Three of the published polygons are invalid; all are taken, and what is stored is valid.</summary>
    private static void AssertRepaired(IReadOnlyList<Neighbourhood> published, IReadOnlyList<Neighbourhood> stored)
    {
        Assert.Equal(37, stored.Count);
        Assert.Equal(Invalid.Order(), published.Where(n => !n.Shape.IsValid).Select(n => n.Name.Split('|')[1]).Order());
        Assert.Equal(published.Select(n => n.Name), stored.Select(n => n.Name));
        Assert.All(stored, n => Assert.True(n.Shape.IsValid, n.Name));
    }

    private static async Task<long> Replay(RunningGateway gateway)
    {
        var figures = await gateway.Simulate(
        [
            "replay", .. TaxiRecordings.Files, "--no-header", "--delimiter", "space", "--time-column", "4", "--map", "lat=1,lon=2", "--speed", "max",
        ]);
        return figures.GetProperty("acknowledged").GetInt64();
    }

    /// <summary>The oracle's names by the ids that the gateway gave: it answers in the order of the request.</summary>
    private static Dictionary<long, string> NamesById(JsonElement stored) =>
        stored.GetProperty("features").EnumerateArray().Select((feature, i) => (
            Id: long.Parse(feature.GetProperty("id").ToString(), CultureInfo.InvariantCulture),
            Name: $"{i}|{feature.GetProperty("properties").GetProperty("name").GetString()}")).ToDictionary(n => n.Id, n => n.Name);

    private static List<TaxiEvent> Arrived(RunningGateway gateway, IReadOnlyList<TaxiFix> fixes, Dictionary<long, string> names)
    {
        var indexes = fixes.Index().ToDictionary(f => (f.Item.Vehicle, f.Item.UnixSeconds), f => f.Index);
        return
        [
            .. from e in gateway.Events.All
               let vehicle = TaxiRecordings.NameOf(e.Vehicle)
               select new TaxiEvent(
                   vehicle, indexes[(vehicle, e.OccurredMs / 1_000)], e.Type["landmark_".Length..], names[e.LandmarkId!.Value]),
        ];
    }

    private void Compare(List<TaxiEvent> arrived, IReadOnlyList<TaxiFix> fixes, IReadOnlyList<Neighbourhood> shapes)
    {
        var expected = TaxiRecordings.Oracle();
        var set = arrived.ToHashSet();
        var different = set.Except(expected).Concat(expected.Except(set)).ToList();
        var byName = shapes.ToDictionary(n => n.Name);

        output.WriteLine($"{arrived.Count} events, {different.Count} differ from the oracle's {expected.Count}");
        Assert.Equal(40_287, expected.Count);
        Assert.Equal(set.Count, arrived.Count);
        Assert.DoesNotContain(different, e => !LiesOnBorder(e, fixes, byName[e.Polygon]));
    }

    /// <summary>A border fix that is judged the other way moves the event by one fix, so the fix before counts too.</summary>
    private static bool LiesOnBorder(TaxiEvent e, IReadOnlyList<TaxiFix> fixes, Neighbourhood shape) =>
        shape.MetersToBorder(fixes[e.FixIndex]) < BorderExcuseMeters || shape.MetersToBorder(fixes[e.FixIndex - 1]) < BorderExcuseMeters;
}
