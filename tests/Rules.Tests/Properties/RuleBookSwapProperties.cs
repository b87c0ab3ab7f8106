using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>What holds however often the account's configuration changes during a drive. FsCheck prints the seed of a failure.</summary>
public sealed class RuleBookSwapProperties
{
    private const int Drives = 100;
    private const int SoakDrives = 5000;

    [Fact]
    public void A_rule_book_swapped_at_any_moment_fires_nothing_for_the_past() => ForEverySeed(seed =>
    {
        var delay = Delay(seed);
        foreach (var (found, _) in Live(seed))
        {
            Assert.True(
                found.Detection.EffectiveFrom is not { } from || found.ConfirmedAt.PlusSeconds(delay) >= from,
                $"{found.Detection.Canonical} counts from {found.Detection.EffectiveFrom} and told of {found.ConfirmedAt}");
        }
    });

    [Fact]
    public void A_replay_by_the_newest_book_agrees_with_what_was_judged_by_the_book_of_the_moment() => ForEverySeed(seed =>
    {
        var live = Live(seed);
        var newest = Books(seed)[^1].Book;

        var replayed = new Drive(newest);
        foreach (var (input, book) in Judged(seed))
        {
            RuleEngine.Apply(replayed.State, input, newest, replayed.Events, Earlier(input.Received, new Instant(book.Version)));
        }

        // A detection that was taken away and asked for again is another one: what the first told is no part of the comparison.
        var stamps = newest.Detections.ToDictionary(d => d.Canonical, d => d.EffectiveFrom);
        var expected = live.Select(l => l.Found)
            .Where(e => stamps.TryGetValue(e.Detection.Canonical, out var from) && from == e.Detection.EffectiveFrom);
        Assert.Equal(expected.Select(RandomDrive.Told), replayed.Events.Select(RandomDrive.Told));
    });

    [Fact]
    public void An_unchanged_detection_does_not_notice_that_others_come_and_go() => ForEverySeed(seed =>
    {
        var books = Books(seed);
        var kept = books[0].Book.Detections.Where(d => books.TrueForAll(b => b.Book.Detections.Contains(d))).ToHashSet();

        var newest = books[^1].Book;
        var alone = new Drive(new RuleBook { Version = 0, Detections = [.. kept], Landmarks = newest.Landmarks, Drivers = newest.Drivers });
        foreach (var (input, _) in Judged(seed))
        {
            alone.Send(input);
        }

        var among = Live(seed).Select(l => l.Found).Where(e => kept.Contains(e.Detection));
        Assert.Equal(alone.Events.Select(RandomDrive.Told), among.Select(RandomDrive.Told));
    });

    private static List<(RuleEvent Found, RuleBook Book)> Live(int seed)
    {
        var drive = new Drive(Books(seed)[0].Book);
        var found = new List<(RuleEvent, RuleBook)>();
        foreach (var (input, book) in Judged(seed))
        {
            drive.Book = book;
            var before = drive.Events.Count;
            drive.Send(input);
            found.AddRange(drive.Events.Skip(before).Select(e => (e, book)));
        }

        return found;
    }

    /// <summary>The inputs and the book that was at hand when each was processed: a change is known a moment after it counts.</summary>
    private static IEnumerable<(VehicleInput Input, RuleBook Book)> Judged(int seed)
    {
        var books = Books(seed);
        var luck = new Random(seed);
        var processedMs = long.MinValue;
        foreach (var input in WithTicks(seed))
        {
            processedMs = Math.Max(processedMs, input.Received.UnixMilliseconds + luck.Next(5_000));
            var book = books.FindLast(b => b.KnownFromMs <= processedMs).Book ?? books[0].Book;
            yield return (input, book);
        }
    }

    private static List<VehicleInput> WithTicks(int seed)
    {
        var luck = new Random(seed);
        var inputs = new List<VehicleInput>();
        var samples = RandomDrive.Mixed(seed);
        for (var i = 0; i < samples.Count; i++)
        {
            inputs.Add(samples[i]);
            var room = i + 1 < samples.Count ? samples[i + 1].Time.SecondsSince(samples[i].Time) : 0;
            if (room > 0 && luck.Next(3) == 0)
            {
                var time = samples[i].Time.PlusSeconds(room * luck.NextDouble());
                inputs.Add(new Tick { Time = time, Received = time.PlusSeconds(30) });
            }
        }

        return inputs;
    }

    private static List<(long KnownFromMs, RuleBook Book)> Books(int seed)
    {
        var luck = new Random(seed);
        var start = Given.Start.UnixMilliseconds;
        var owners = new List<TagOwner> { new(long.MinValue, "anna") };
        var books = new List<(long, RuleBook)> { (long.MinValue, WithDetections([.. Some(luck, RandomDrive.Everything.Detections)], 1)) };
        var at = start;
        for (var changes = luck.Next(1, 5); changes > 0; changes--)
        {
            at += luck.Next(1, 1_500) * 1_000L;
            var present = books[^1].Item2.Detections;
            var next = Some(luck, RandomDrive.Everything.Detections)
                .Select(d => present.FirstOrDefault(p => p == d) ?? d with { EffectiveFrom = new Instant(at) });
            var version = at + luck.Next(1, 3_000);
            owners.Add(new TagOwner(at, luck.Next(3) == 0 ? null : "driver " + changes));
            books.Add((version, WithDetections([.. next], version, [.. owners])));
            at = version;
        }

        return books;
    }

    private static IEnumerable<Detection> Some(Random luck, IEnumerable<Detection> all) => all.Where(_ => luck.Next(3) > 0);

    private static RuleBook WithDetections(IReadOnlyList<Detection> detections, long version, params TagOwner[] owners) => new()
    {
        Version = version,
        Detections = detections,
        Landmarks = RandomDrive.Everything.Landmarks,
        Drivers = owners.Length == 0
            ? RandomDrive.Everything.Drivers
            : DriverDirectory.Empty.With([KeyValuePair.Create(RandomDrive.Tag, owners)]),
    };

    private static Instant Earlier(Instant one, Instant other) => one < other ? one : other;

    private static double Delay(int seed)
    {
        var sample = RandomDrive.Samples(seed, 1)[0];
        return sample.Received.SecondsSince(sample.Time);
    }

    private static void ForEverySeed(Action<int> law) =>
        Laws.ForEverySeed(Drives, SoakDrives, law);
}
