using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Trips;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>What holds however often the account's rule settings change during a drive. FsCheck prints the seed of a failure.</summary>
public sealed class SettingsChangeProperties
{
    private const int Drives = 40;
    private const int SoakDrives = 5000;

    [Fact]
    public void What_was_before_a_change_is_judged_as_if_there_had_been_none() => ForEverySeed(seed =>
    {
        var newest = Changing(seed);
        var delay = Delay(seed);

        var changed = RunBy(newest, WithTicks(seed));
        var unchanged = RunBy(newest.Former!, WithTicks(seed));

        bool IsBefore(RuleEvent found) => found.ConfirmedAt.PlusSeconds(delay).UnixMilliseconds < newest.SettingsFromMs;
        Assert.Equal(unchanged.Where(IsBefore).Select(RandomDrive.Told), changed.Where(IsBefore).Select(RandomDrive.Told));
    });

    [Fact]
    public void Ticks_do_not_matter() => ForEverySeed(seed =>
    {
        var book = Changing(seed);

        var silent = RunBy(book, RandomDrive.Samples(seed));
        var ticked = RunBy(book, WithTicks(seed));

        Assert.Equal(silent.Select(RandomDrive.Told), ticked.Select(RandomDrive.Told));
    });

    [Fact]
    public void A_replay_by_the_newest_settings_agrees_with_what_was_judged_by_those_of_the_moment() => ForEverySeed(seed =>
    {
        var newest = Changing(seed);
        var live = new Drive(newest);
        foreach (var input in RandomDrive.Mixed(seed))
        {
            live.Book = Of(newest, input.Received);
            live.Send(input);
        }

        Assert.Equal(
            live.Events.Select(RandomDrive.Told), RunBy(newest, RandomDrive.Mixed(seed)).Select(RandomDrive.Told));
    });

    /// <summary>The book that was at hand: those that came later did not exist.</summary>
    private static RuleBook Of(RuleBook newest, Instant received)
    {
        var book = newest;
        while (book.Former is { } former && received.UnixMilliseconds < book.SettingsFromMs)
        {
            book = former;
        }

        return book;
    }

    private static RuleBook Changing(int seed)
    {
        var luck = new Random(seed);
        var book = With(luck, null, long.MinValue);
        var at = Given.Start.UnixMilliseconds;
        for (var changes = luck.Next(1, 4); changes > 0; changes--)
        {
            at += luck.Next(1, 1_500_000);
            book = With(luck, book, at);
        }

        return book;
    }

    private static RuleBook With(Random luck, RuleBook? former, long fromMs) => new()
    {
        Version = 1,
        Profile = luck.Next(6) == 0 ? RuleProfile.Raw : RuleProfile.Standard,
        Detections = RandomDrive.Everything.Detections,
        Landmarks = RandomDrive.Everything.Landmarks,
        Drivers = RandomDrive.Everything.Drivers,
        DriverRules = new DriverSettings { UnassignAfterOffSeconds = luck.Next(3) * 300 },
        Idle = new IdleSettings { MaxGapSeconds = luck.Next(20, 400), OnKmh = luck.Next(1, 5), OffKmh = luck.Next(5, 9) },
        Trips = new TripSettings
        {
            StationarySeconds = luck.Next(30, 600),
            StationaryInLandmarkSeconds = luck.Next(30, 600),
            IgnitionOffSeconds = luck.Next(0, 300),
            NoDataSeconds = luck.Next(300, 4_000),
        },
        Ignition = new IgnitionSettings { ConfirmSeconds = luck.Next(60) },
        SettingsFromMs = fromMs,
        Former = former,
    };

    private static List<VehicleInput> WithTicks(int seed)
    {
        var samples = RandomDrive.Samples(seed);
        var luck = new Random(seed);
        var inputs = new List<VehicleInput>();
        for (var i = 0; i < samples.Count; i++)
        {
            inputs.Add(samples[i]);
            var room = i + 1 < samples.Count ? samples[i + 1].Time.SecondsSince(samples[i].Time) : 0;
            var delay = samples[i].Received.SecondsSince(samples[i].Time);
            for (var ticks = luck.Next(4); ticks > 0 && room > 0; ticks--)
            {
                // A tick comes when its time has passed by the wall clock, or later.
                var time = samples[i].Time.PlusSeconds(room / ticks * luck.NextDouble());
                inputs.Add(new Tick { Time = time, Received = time.PlusSeconds(delay + luck.Next(60)) });
            }
        }

        return inputs;
    }

    private static List<RuleEvent> RunBy(RuleBook book, IEnumerable<VehicleInput> inputs)
    {
        var drive = new Drive(book);
        foreach (var input in inputs)
        {
            drive.Send(input);
        }

        return drive.Events;
    }

    private static double Delay(int seed)
    {
        var sample = RandomDrive.Samples(seed, 1)[0];
        return sample.Received.SecondsSince(sample.Time);
    }

    private static void ForEverySeed(Action<int> law) => Laws.ForEverySeed(Drives, SoakDrives, law);
}
