using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>What holds for every drive, whatever happens on it. FsCheck prints the seed of a failure.</summary>
public sealed class EventTimeProperties
{
    private const int Drives = 40;
    private const int SoakDrives = 5000;

    [Fact]
    public void Ticks_do_not_matter() => ForEverySeed(seed =>
    {
        var samples = RandomDrive.Samples(seed);
        var luck = new Random(seed);
        var withTicks = new List<VehicleInput>();
        for (var i = 0; i < samples.Count; i++)
        {
            withTicks.Add(samples[i]);
            var room = i + 1 < samples.Count ? samples[i + 1].Time.SecondsSince(samples[i].Time) : 0;
            for (var ticks = luck.Next(4); ticks > 0 && room > 0; ticks--)
            {
                var time = samples[i].Time.PlusSeconds(room / ticks * luck.NextDouble());
                withTicks.Add(new Tick { Time = time, Received = time });
            }
        }

        AssertSame(RandomDrive.Run(samples), RandomDrive.Run(withTicks));
    });

    [Fact]
    public void Going_on_from_stored_bytes_changes_nothing() => ForEverySeed(seed =>
    {
        var inputs = RandomDrive.Mixed(seed);
        var cut = new Drive(RandomDrive.Everything);
        foreach (var input in inputs)
        {
            cut.Send(input);
            cut.State = Saved.Again(cut.State);
        }

        AssertSame(RandomDrive.Run(inputs), cut.Events);
    });

    [Fact]
    public void Batches_do_not_matter() => ForEverySeed(seed =>
    {
        var inputs = RandomDrive.Mixed(seed);
        var luck = new Random(seed);
        var batched = new List<RuleEvent>();
        var state = new Drive(RandomDrive.Everything).State;
        while (inputs.Count > 0)
        {
            var size = Math.Min(inputs.Count, luck.Next(1, 20));
            var batch = new Drive(RandomDrive.Everything) { State = state.Clone() };
            inputs.GetRange(0, size).ForEach(i => batch.Send(i));
            inputs.RemoveRange(0, size);
            batched.AddRange(batch.Events);
            state = batch.State;
        }

        AssertSame(RandomDrive.Run(RandomDrive.Mixed(seed)), batched);
    });

    [Fact]
    public void A_replay_adds_nothing() => ForEverySeed(seed =>
    {
        var inputs = RandomDrive.Mixed(seed);
        var once = RandomDrive.Run(inputs).Select(e => e.Id).ToHashSet();

        var twice = RandomDrive.Run(inputs.Concat(inputs)).Select(e => e.Id).ToHashSet();

        // A late location has the id that it had when it was in time; one that was held back then is new but located only once.
        twice.ExceptWith(once);
        var extra = RandomDrive.Run(inputs.Concat(inputs)).Where(e => twice.Contains(e.Id));
        Assert.All(extra, e => Assert.True(e.Late && e.Detection.Type == "location"));
    });

    [Fact]
    public void Each_message_sent_twice_adds_nothing() => ForEverySeed(seed =>
    {
        var samples = RandomDrive.Samples(seed);

        AssertSame(RandomDrive.Run(samples), RandomDrive.Run(samples.SelectMany(s => new[] { s, s })));
    });

    [Fact]
    public void No_two_events_have_one_id() => ForEverySeed(seed =>
    {
        // Two connects within a millisecond are one: they have the same id on purpose, so that they are stored once.
        var events = RandomDrive.Run(RandomDrive.Mixed(seed)).Where(e => e.Subject != "connect").ToList();

        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
    });

    [Fact]
    public void Enter_and_leave_alternate() => ForEverySeed(seed =>
    {
        var changes = RandomDrive.Run(RandomDrive.Samples(seed)).Where(e => e.Detection.Type == "landmark_change");
        foreach (var landmark in changes.GroupBy(e => e.Subject))
        {
            var isIn = false;
            var isFirst = true;
            foreach (var change in landmark)
            {
                Assert.True(isFirst || isIn != (change.Kind == EventKind.Enter));
                isIn = change.Kind == EventKind.Enter;
                isFirst = false;
            }
        }
    });

    [Fact]
    public void Starts_and_ends_pair_by_interval() => ForEverySeed(seed =>
    {
        var idling = RandomDrive.Run(RandomDrive.Samples(seed)).Where(e => e.Detail is EventDetail.Idling).ToList();
        foreach (var end in idling.Where(e => e.Kind == EventKind.End))
        {
            var interval = ((EventDetail.Idling)end.Detail).Interval;
            Assert.Single(idling, e => e.Kind == EventKind.Start && ((EventDetail.Idling)e.Detail).Interval.Id == interval.Id);
            Assert.True(interval.EndedAt >= interval.StartedAt);
        }
    });

    [Fact]
    public void A_step_leaves_the_given_state_untouched() => ForEverySeed(seed =>
    {
        var drive = new Drive(RandomDrive.Everything);
        foreach (var input in RandomDrive.Mixed(seed, 60))
        {
            var before = Saved.Bytes(drive.State);
            var step = RuleEngine.Step(drive.State, input, RandomDrive.Everything);
            Assert.Equal(before, Saved.Bytes(drive.State));

            var count = drive.Events.Count;
            drive.Send(input);
            AssertSame(drive.Events.Skip(count), step.Events);
            Assert.Equal(Saved.Bytes(step.State), Saved.Bytes(drive.State));
        }
    });

    [Fact]
    public void Every_type_occurs_on_these_drives()
    {
        var types = Enumerable.Range(0, 40).SelectMany(seed => RandomDrive.Run(RandomDrive.Mixed(seed))).Select(e => e.Detection.Type).Distinct();

        Assert.Equal(14, types.Count());
    }

    private static void ForEverySeed(Action<int> law) =>
        Laws.ForEverySeed(Drives, SoakDrives, law);

    private static void AssertSame(IEnumerable<RuleEvent> expected, IEnumerable<RuleEvent> actual) =>
        Assert.Equal(expected.Select(RandomDrive.Told), actual.Select(RandomDrive.Told));
}
