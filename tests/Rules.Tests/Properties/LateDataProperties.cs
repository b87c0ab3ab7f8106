using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Tests.EventTime;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>What holds when messages come late, twice and out of order (telematics reference 2.4). FsCheck prints the seed of a failure.</summary>
public sealed class LateDataProperties
{
    private const int Drives = 25;
    private const int SoakDrives = 5000;
    private const int Samples = 80;

    [Fact]
    public void Any_order_and_repetition_inside_the_window_ends_in_the_history_of_the_right_order() => ForEverySeed(seed =>
    {
        var samples = DistinctTimes(seed);
        var luck = new Random(seed);

        var shuffled = new LateDrive(RandomDrive.Everything);
        foreach (var batch in Batches(Shuffled(samples, luck), luck))
        {
            shuffled.Send(batch);
        }

        // Now and then a sample is late by more silences than are kept: that is outside of the window, and of the law.
        if (shuffled.BeyondWindow == 0)
        {
            AssertSameHistory(samples, shuffled);
        }
    });

    [Fact]
    public void Control_most_shuffled_drives_stay_inside_the_window_and_seed_90_does_not()
    {
        int Beyond(int seed)
        {
            var luck = new Random(seed);
            var drive = new LateDrive(RandomDrive.Everything);
            foreach (var batch in Batches(Shuffled(DistinctTimes(seed), luck), luck))
            {
                drive.Send(batch);
            }

            return drive.BeyondWindow;
        }

        Assert.NotEqual(0, Beyond(90));
        Assert.InRange(Enumerable.Range(0, 20).Count(seed => Beyond(seed) == 0), 14, 20);
    }

    [Fact]
    public void A_restart_at_any_moment_changes_nothing() => ForEverySeed(seed =>
    {
        var samples = DistinctTimes(seed);
        var order = Shuffled(samples, new Random(seed));
        var kept = new LateDrive(RandomDrive.Everything);
        var restarted = new LateDrive(RandomDrive.Everything);
        var luck = new Random(seed);
        foreach (var batch in Batches(order, luck))
        {
            kept.Send(batch);
            restarted.Send(batch);
            if (luck.Next(3) == 0)
            {
                restarted.Restart();
            }
        }

        Assert.Equal(kept.Sent.Select(RandomDrive.Told), restarted.Sent.Select(RandomDrive.Told));
        Assert.Equal(kept.Superseded, restarted.Superseded);
        Assert.Equal(Saved.Bytes(kept.State), Saved.Bytes(restarted.State));
    });

    [Fact]
    public void Hours_of_backlog_after_the_newest_sample_give_every_event() => ForEverySeed(seed =>
    {
        var samples = DistinctTimes(seed);
        var backlog = samples.Take(samples.Count - 1).Reverse();

        var drive = new LateDrive(RandomDrive.Everything).Send([samples[^1]]);
        foreach (var batch in backlog.Chunk(new Random(seed).Next(1, 30)))
        {
            drive.Send(batch);
        }

        AssertSameHistory(samples, drive);
    });

    [Fact]
    public void Ticks_that_came_too_early_are_put_right() => ForEverySeed(seed =>
    {
        var samples = DistinctTimes(seed);
        var luck = new Random(seed);
        var ticks = new List<Tick>();
        var drive = new LateDrive(RandomDrive.Everything);
        for (var i = 0; i < samples.Count; i++)
        {
            drive.Send([samples[i]]);
            if (luck.Next(4) == 0)
            {
                var time = samples[i].Time.PlusSeconds(luck.Next(2_000));
                ticks.Add(new Tick { Time = time, Received = time });
                drive.Send([ticks[^1]]);
            }
        }

        var end = samples[^1].Time.PlusSeconds(100_000);
        ticks.Add(new Tick { Time = end, Received = end });
        drive.Send([ticks[^1]]);
        AssertSameHistory(samples.Concat<VehicleInput>(ticks).OrderBy(i => i.Time), drive);
    });

    [Fact]
    public void In_the_right_order_nothing_runs_again_and_nothing_is_late() => ForEverySeed(seed =>
    {
        var inputs = RandomDrive.Mixed(seed);

        var drive = new LateDrive(RandomDrive.Everything);
        inputs.ForEach(i => drive.Send([i]));

        Assert.Equal(0, drive.Steps);
        Assert.Equal(RandomDrive.Run(inputs).Select(RandomDrive.Told), drive.Sent.Select(RandomDrive.Told));
    });

    [Fact]
    public void What_was_sent_is_sent_once() => ForEverySeed(seed =>
    {
        var luck = new Random(seed);
        var drive = new LateDrive(RandomDrive.Everything);
        foreach (var batch in Batches(Shuffled(DistinctTimes(seed), luck), luck))
        {
            drive.Send(batch);
        }

        // Only what was taken back may be told again; a location that is older than the window is told by its own id, which tells a repetition.
        var twice = drive.Sent.Where(e => e.Kind != EventKind.Corrected && e.Detection is not Detection.Location).GroupBy(e => e.Id).Where(g => g.Count() > 1);
        Assert.All(twice, g => Assert.Contains(drive.Sent, e => e.Detail is EventDetail.Corrected corrected && corrected.Corrects == g.Key));
    });

    private static void AssertSameHistory(IEnumerable<VehicleInput> inOrder, LateDrive drive)
    {
        var expected = RandomDrive.Run(inOrder);
        var left = drive.Effective.ToHashSet();
        var lost = expected.Where(e => !left.Contains(e.Id)).Select(Name).Order(StringComparer.Ordinal).ToList();
        left.ExceptWith(expected.Select(e => e.Id));
        var extra = drive.Sent.Where(e => left.Contains(e.Id)).Select(Name).Order(StringComparer.Ordinal);
        Assert.True(lost.Count == 0 && left.Count == 0, $"lost:\n{string.Join('\n', lost)}\nextra ({left.Count}):\n{string.Join('\n', extra)}");
    }

    private static string Name(RuleEvent found) =>
        $"{found.Detection.Canonical}|{found.Subject}|{found.Kind}|{found.OccurredAt}|{found.ConfirmedAt}|{found.Id}";

    /// <summary>Messages of one time are applied in the order in which they come, so an order between them is no part of the law.</summary>
    private static List<Sample> DistinctTimes(int seed) => [.. RandomDrive.Samples(seed, Samples).DistinctBy(s => s.Time)];

    /// <summary>Late by up to a few minutes, some of them twice.</summary>
    private static List<VehicleInput> Shuffled(List<Sample> samples, Random luck) =>
    [
        .. samples.Concat(samples.Where(_ => luck.Next(5) == 0))
            .Select((sample, i) => (sample, At: (i % samples.Count) + (luck.Next(3) == 0 ? luck.Next(25) : 0)))
            .OrderBy(s => s.At).Select(s => s.sample),
    ];

    private static IEnumerable<List<VehicleInput>> Batches(List<VehicleInput> inputs, Random luck)
    {
        for (var next = 0; next < inputs.Count;)
        {
            var size = Math.Min(inputs.Count - next, luck.Next(1, 8));
            yield return inputs.GetRange(next, size);
            next += size;
        }
    }

    private static void ForEverySeed(Action<int> law) =>
        Laws.ForEverySeed(Drives, SoakDrives, law);
}
