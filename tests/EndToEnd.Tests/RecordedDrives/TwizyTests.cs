using System.Diagnostics;
using EdgeRelay.Rules;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <summary>Seven recorded drives of electric cars through MQTT; what reaches the receiver is counted against the oracle.</summary>
[Trait("speed", "slow")]
public sealed class TwizyTests(ITestOutputHelper output)
{
    private static readonly int[] SpeedsMph = [10, 20, 25, 30, 40];
    private static readonly int[] OverMph = [1, 3, 5, 10];
    private static readonly int[] IdleSeconds = [30, 60, 120, 300];

    [RecordedDataFact]
    public Task Speeding_and_idling_by_the_bus_reach_the_receiver_as_often_as_the_oracle_says() =>
        ReplayAndCompare("Speed", withIdling: true);

    [RecordedDataFact]
    public Task Speeding_by_the_satellites_reaches_the_receiver_as_often_as_the_oracle_says() =>
        ReplayAndCompare("GpsSpeed", withIdling: false);

    private async Task ReplayAndCompare(string column, bool withIdling)
    {
        var drives = TwizyOracle.Read();
        await using var gateway = await RunningGateway.Start(RuleProfile.Raw);
        var wanted = await AddWebhooks(gateway, column, withIdling);
        var started = Stopwatch.GetTimestamp();

        var sent = await Replay(gateway, drives, column);
        var requests = await gateway.Settled();

        output.WriteLine($"{sent} messages, {requests} requests, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Equal(drives.Sum(d => d.Rows), sent);
        Assert.Equal(Expected(drives, wanted), Arrived(gateway, wanted));
        await AssertBadTimesAreSetAside(gateway, drives);
    }

    /// <returns>The webhooks by what they are asked for, each with the count that the oracle has for a drive.</returns>
    private static async Task<List<(long Webhook, string Name, Func<TwizyOracle, int> Count)>> AddWebhooks(
        RunningGateway gateway, string column, bool withIdling)
    {
        var wanted = new List<(string Trigger, Func<TwizyOracle, int> Count)>();
        foreach (var (mode, figure) in new[] { ("every_report", "at_or_over"), ("episode", "episodes") })
        {
            wanted.AddRange(SpeedsMph.Select(mph => (
                $$"""{"type":"speed","mph":{{mph}},"mode":"{{mode}}"}""",
                (Func<TwizyOracle, int>)(d => d.Speeding(column, "speed", mph, figure)))));
            wanted.AddRange(OverMph.Select(mph => (
                $$"""{"type":"posted_speed","over_mph":{{mph}},"mode":"{{mode}}"}""",
                (Func<TwizyOracle, int>)(d => d.Speeding(column, "posted", mph, figure)))));
        }

        if (withIdling)
        {
            wanted.AddRange(IdleSeconds.Select(seconds => (
                $$"""{"type":"idle","min_s":{{seconds}}}""", (Func<TwizyOracle, int>)(d => d.Idles(seconds)))));
        }

        var webhooks = new List<(long, string, Func<TwizyOracle, int>)>();
        foreach (var (trigger, count) in wanted)
        {
            webhooks.Add((await gateway.AddWebhook(trigger), trigger, count));
        }

        return webhooks;
    }

    /// <summary>A limit of 0 means that none is known; the cars' recordings have no ignition, and ran with it on.</summary>
    private static async Task<long> Replay(RunningGateway gateway, IReadOnlyList<TwizyOracle> drives, string column)
    {
        var figures = await gateway.Simulate(
        [
            "replay", .. drives.Select(d => SharedRecordings.Path(d.File)),
            "--time-column", "Date,Time", "--time-format", "MM/dd/yyyy HH:mm:ss",
            "--map", $"speed_kmh={column},limit_kmh=SpeedLimit,lat=LAT,lon=LON", "--null", "limit_kmh=0", "--set", "ignition=true",
            "--speed", "max",
        ]);
        return figures.GetProperty("acknowledged").GetInt64();
    }

    private static SortedDictionary<string, int> Expected(
        IReadOnlyList<TwizyOracle> drives, List<(long Webhook, string Name, Func<TwizyOracle, int> Count)> wanted) =>
        Counted(
            from drive in drives
            from webhook in wanted
            select ($"{drive.Vehicle} {webhook.Name}", webhook.Count(drive)));

    private static SortedDictionary<string, int> Arrived(
        RunningGateway gateway, List<(long Webhook, string Name, Func<TwizyOracle, int> Count)> wanted)
    {
        var names = wanted.ToDictionary(w => w.Webhook, w => w.Name);
        return Counted(gateway.Events.All
            .GroupBy(e => (e.Vehicle, e.WebhookId))
            .Select(g => ($"{g.Key.Vehicle} {names[g.Key.WebhookId]}", g.Count())));
    }

    /// <summary>What never happened is left out on both sides.</summary>
    private static SortedDictionary<string, int> Counted(IEnumerable<(string Name, int Count)> counts) =>
        new(counts.Where(c => c.Count > 0).ToDictionary(c => c.Name, c => c.Count), StringComparer.Ordinal);

    /// <summary>Rows with a broken clock are dead letters of their vehicle, all for the same reason; nothing else is one.</summary>
    private static async Task AssertBadTimesAreSetAside(RunningGateway gateway, IReadOnlyList<TwizyOracle> drives)
    {
        var letters = await gateway.Api.List("/v1/dead-letters?");

        Assert.All(letters, letter => Assert.Equal("bad_time", letter.GetProperty("reason").GetString()));
        Assert.Equal(44, letters.Count);
        Assert.Equal(
            Counted(drives.Select(d => (d.Vehicle, d.BadTimes))),
            Counted(letters.GroupBy(l => l.GetProperty("vehicle").GetString()!).Select(g => (g.Key, g.Count()))));
    }
}
