using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// A gateway that starts with a million events waiting: how long from the start of its process to the first delivery, and how much memory does
/// it take, then and while it drains? For one webhook that has them all, and for a hundred.
/// </summary>
internal static class Queued
{
    private const int Events = 1_000_000;
    private const int Vehicles = 500;
    private const double SecondsTarget = 2;
    private const double MegabytesTarget = 200;
    private const int DrainSeconds = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <returns>0 when both targets are met for both.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line($"queued: {Events} events wait at the start, {options.Rounds} starts"));
        var one = await Measure(1, options, output);
        var hundred = await Measure(100, options, output);
        return one && hundred ? 0 : 1;
    }

    private static async Task<bool> Measure(int webhooks, LoadOptions options, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("edgerelay-bench-").FullName;
        try
        {
            using var receiver = Child.StartOwn("receiver");
            var address = new Uri(await receiver.FirstLine);
            using var counter = new ReceiverCounter(address);
            await Fill(folder, webhooks, new Uri(address, "/stamped"), counter);
            List<double> seconds = [];
            List<double> megabytes = [];
            for (var round = 0; round < options.Rounds; round++)
            {
                var start = await Start(folder, counter);
                seconds.Add(start.First);
                megabytes.Add(start.Megabytes);
                output.WriteLine(Rounds.Line(
                    $"  {webhooks} webhooks: first delivery after {start.First:F2} s and {start.Processor:F2} s of processor, {start.PerSecond:F0} POSTs/s for {DrainSeconds} s, at most {start.Megabytes:F0} MB"));
            }

            var (median, most) = (seconds.Order().ElementAt(seconds.Count / 2), megabytes.Max());
            output.WriteLine(Rounds.Line(
                $"queued, {webhooks} webhooks: {median:F2} s to the first delivery at the median ({seconds.Min():F2} to {seconds.Max():F2}; target {SecondsTarget}), at most {most:F0} MB resident (target {MegabytesTarget})"));
            return median <= SecondsTarget && most <= MegabytesTarget;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double First, double Processor, double PerSecond, double Megabytes)> Start(string folder, ReceiverCounter counter)
    {
        var before = (await counter.Arrivals()).Length;
        File.Delete(Path.Combine(folder, "addresses.json"));
        var started = Stopwatch.GetTimestamp();
        using var gateway = await GatewayChild.Start(folder);
        using var memory = new ResidentWatch(gateway.Child);
        while (await counter.Count() == before && Stopwatch.GetElapsedTime(started) < LongestWait)
        {
            await Task.Delay(5);
        }

        var processor = gateway.Child.ProcessorSeconds;
        await Task.Delay(TimeSpan.FromSeconds(DrainSeconds));
        var arrivals = (await counter.Arrivals())[before..];
        var first = arrivals.Min(a => a.Timestamp);
        var span = Stopwatch.GetElapsedTime(first, arrivals.Max(a => a.Timestamp)).TotalSeconds;
        return (Stopwatch.GetElapsedTime(started, first).TotalSeconds, processor, arrivals.Length / span, memory.TakePeakMegabytes());
    }

    /// <summary>Lets a gateway make one real event and its deliveries, then multiplies them.</summary>
    private static async Task Fill(string folder, int webhooks, Uri hook, ReceiverCounter counter)
    {
        using (var gateway = await GatewayChild.Start(folder))
        {
            for (var i = 0; i < webhooks; i++)
            {
                await gateway.AddWebhook(hook);
            }

            using var load = await LoadGenerator.Open(gateway.MqttPort, 1, 1, 1);
            await load.Send(1, gateway.Child);
            while (await counter.Count() < webhooks)
            {
                await Task.Delay(20);
            }
        }

        await using var core = new SqliteConnection($"Data Source={Path.Combine(folder, "core.db")};Pooling=False");
        core.Open();
        await using var fill = core.CreateCommand();
        fill.CommandText =
            """
            PRAGMA synchronous = OFF;
            BEGIN;
            CREATE TEMP TABLE number (n INTEGER PRIMARY KEY);
            INSERT INTO number WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < $events) SELECT n FROM count;
            CREATE TEMP TABLE made AS SELECT * FROM event ORDER BY id DESC LIMIT 1;
            INSERT INTO event (id, occurred_ms, event_id, account_id, type, ordering_key, stored_ms, data, topic, replace_key)
                SELECT made.id + n, occurred_ms + n, randomblob(16), account_id, type, printf('v%07d', n % $vehicles), stored_ms, data, topic, replace_key
                FROM number CROSS JOIN made;
            CREATE TEMP TABLE sent AS SELECT MAX(id) AS last, MIN(webhook_id) AS webhook, MAX(sequence) AS sequence FROM delivery;
            INSERT INTO delivery (id, webhook_id, event_row, ordering_key, type, origin, state, attempts, due_ms, sequence, enqueued_ms, out_of_order)
                SELECT last + n, webhook + n % $webhooks, made.id + n, printf('v%07d', n % $vehicles), type, 0, 0, 0, 0, sequence + (n - 1) / $webhooks + 1, stored_ms, 0
                FROM number CROSS JOIN made CROSS JOIN sent;
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """;
        fill.Parameters.AddWithValue("$events", Events);
        fill.Parameters.AddWithValue("$vehicles", Vehicles);
        fill.Parameters.AddWithValue("$webhooks", webhooks);
        fill.ExecuteNonQuery();
    }
}
