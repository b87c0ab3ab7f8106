using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>Late samples in a real lane with a real journal: put in their places, also after a restart.</summary>
[Collection(nameof(FaultCollection))]
public sealed class LateSampleTests : IDisposable
{
    private static readonly VehicleSettings NeverStored = new() { StateEverySamples = 100_000, StateEverySeconds = 3_600 };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly long Start = TimeProvider.System.GetUtcNow().AddHours(-5).ToUnixTimeMilliseconds();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_late_sample_gives_the_event_that_it_would_have_given_in_time()
    {
        var outbox = new RecordingOutbox();
        using var given = Given(outbox);

        await Send(given, 0, 10, 20, 40, 50);
        Assert.Empty(outbox.Starts);
        await Send(given, (30, 90));

        Assert.Equal([At(30)], outbox.Starts);
        Assert.Equal([At(40)], outbox.Ends);
    }

    [Fact]
    public async Task After_a_crash_the_journal_still_knows_where_a_late_sample_belongs()
    {
        var outbox = new RecordingOutbox();
        using (var before = Given(outbox))
        {
            await Send(before, 0, 10, 20, 40, 50);
            await Send(before, (25, 90));
            before.Crash();
            Assert.Equal(0, before.Number("SELECT count(*) FROM vehicle_state"));
        }

        using var after = Given(outbox);
        await Send(after, (35, 90));
        await Send(after, (25, 90));
        Assert.Equal([At(25)], outbox.Starts);
        Assert.Equal([At(40)], outbox.Ends);
        await Send(after, (30, 40));

        Assert.Equal([At(25), At(35)], outbox.Starts.Order());
        Assert.Equal([At(30), At(40)], outbox.Ends.Order());
        Assert.Empty(outbox.Superseded);
        Assert.Equal(outbox.Messages.Count, outbox.Messages.DistinctBy(m => m.Id).Count());
    }

    [Fact]
    public async Task A_reversed_backlog_gives_every_event_whether_states_were_stored_or_not()
    {
        var outbox = new RecordingOutbox();
        using (var given = Given(outbox, new VehicleSettings { StateEverySamples = 1, StateEverySeconds = 1 }))
        {
            await Send(given, 10_000);
            await Send(given, [.. Enumerable.Range(1, 200).Select(i => (9_000 - (i * 10), i % 20 == 7 ? 95 : 40))]);
        }

        Assert.Equal(10, outbox.Starts.Count);
        Assert.Equal(10, outbox.Ends.Count);
        Assert.Empty(outbox.Superseded);
    }

    [Fact]
    public async Task What_late_data_show_not_to_have_happened_is_marked()
    {
        var outbox = new RecordingOutbox();
        using var given = Given(outbox, detection: new Detection.Speed { Mph = 80, Episode = true, MinDurationSeconds = 15 });

        await Send(given, (0, 40), (10, 90), (30, 90));
        var start = Assert.Single(outbox.Messages);
        await Send(given, (20, 40));

        Assert.Equal([new EventKey(start.Id, start.OccurredMs)], outbox.Superseded);
    }

    [Fact]
    public async Task One_vehicle_s_reversed_backlog_does_not_hold_up_another_of_its_lane_and_loses_nothing()
    {
        const int Window = 64;
        var outbox = new RecordingOutbox();
        var clock = new ManualClock();
        using var given = Given(outbox, NeverStored with { RerunBurstSteps = 1_000, RerunStepsPerSecond = 1_000 }, clock: clock);
        var drive = Enumerable.Range(0, 300).Select(i => (i * 10, i % 20 == 7 ? 95 : 40)).ToArray();
        await Send(given, "ordered", drive).AllSettled.WaitAsync(Patience);
        await Send(given, drive[0]);
        var windows = drive.Skip(1).Reverse().Chunk(Window).ToList();

        // Of the first window the newest sample is in order, and all others wait for a clock that stands still.
        var held = Send(given, "truck-7", windows[0]);
        await Send(given, "another", drive).AllSettled.WaitAsync(Patience);
        var committedMeanwhile = held.Committed.Count;
        await AdvanceUntilSettled(given, clock, held);
        foreach (var window in windows.Skip(1))
        {
            await AdvanceUntilSettled(given, clock, Send(given, "truck-7", window));
        }

        Assert.InRange(committedMeanwhile, 0, 1);
        Assert.Equal(Window, held.Committed.Count);
        Assert.Equal(3 * drive.Length, given.Number("SELECT sum(records) FROM journal"));
        Assert.Equal(30, outbox.Told("ordered").Count);
        Assert.Equal(outbox.Told("ordered"), outbox.Told("truck-7"));
        Assert.Empty(outbox.Superseded);
    }

    [Fact]
    public async Task What_is_held_when_a_commit_fails_is_still_applied()
    {
        var outbox = new RecordingOutbox();
        var clock = new ManualClock();
        using var given = Given(outbox, clock: clock);
        await Send(given, 0, 10, 20, 40, 50);
        var held = Send(given, "truck-7", (30, 90));
        await given.Lane.Ask(given.Vehicle()).WaitAsync(Patience);
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");
        await Send(given, "another", (0, 40)).AllSettled.WaitAsync(Patience);
        Fault.Arm(null);

        await AdvanceUntilSettled(given, clock, held);

        Assert.Single(held.Committed);
        Assert.Equal([At(30)], outbox.Starts);
    }

    [Fact]
    public async Task A_message_that_is_partly_held_is_abandoned_with_the_part_that_was_not()
    {
        var clock = new ManualClock();
        using var given = Given(new RecordingOutbox(), clock: clock);
        await Send(given, 0, 10, 20);
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");
        var acks = new AwaitedAcks();
        acks.Await(1);
        var ticket = new AckTicket(acks, 1);

        Assert.True(given.Lane.TryEnqueue(
        [
            new LaneItem(given.Vehicle(), SampleAt(30, 40), null, ticket, Settles: false, 100),
            new LaneItem(given.Vehicle(), SampleAt(15, 40), null, ticket, Settles: true, 100),
        ]));
        await acks.AllSettled.WaitAsync(Patience);

        Assert.Equal([1L], acks.Abandoned);
    }

    [Fact]
    public async Task A_stop_applies_what_is_held_and_acknowledges_it()
    {
        var outbox = new RecordingOutbox();
        using var given = Given(outbox, clock: new ManualClock());
        await Send(given, 0, 10, 20, 40, 50);
        var held = Send(given, "truck-7", (30, 90));

        given.Lane.Stop();

        Assert.Single(held.Committed);
        Assert.Equal([At(30)], outbox.Starts);
    }

    public void Dispose()
    {
        Fault.Arm(null);
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>Lets the lane go round and its clock run on until it has acknowledged all: without the second nothing is due.</summary>
    private static async Task AdvanceUntilSettled(GivenLane given, ManualClock clock, AwaitedAcks acks)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!acks.AllSettled.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await given.Lane.Ask(given.Vehicle()).WaitAsync(deadline.Token);
        }
    }

    private GivenLane Given(RecordingOutbox outbox, VehicleSettings? settings = null, Detection? detection = null, TimeProvider? clock = null)
    {
        var given = new GivenLane(_folder.Path, settings ?? NeverStored, outbox, clock);
        var trigger = new Trigger(detection ?? new Detection.Speed { Mph = 80, Episode = true }, new EventFilter { SendEnd = true });
        given.Vehicle().Account.Book = new AccountBook(new AccountConfiguration(
            1, [new RuleEra(long.MinValue, new RulesSettings())], [new SubscribedTrigger(1, 0, trigger)], LandmarkIndex.Empty));
        return given.Started();
    }

    private static Task Send(GivenLane given, params int[] seconds) => Send(given, [.. seconds.Select(s => (s, 40))]);

    private static Task Send(GivenLane given, params (int Second, int Mph)[] samples) =>
        Send(given, "truck-7", samples).AllSettled.WaitAsync(Patience);

    private static AwaitedAcks Send(GivenLane given, string vehicle, params (int Second, int Mph)[] samples)
    {
        var acks = new AwaitedAcks();
        acks.Await(samples.Length);
        var number = 0;
        foreach (var (second, mph) in samples)
        {
            Assert.True(given.Lane.TryEnqueue(
                [new LaneItem(given.Vehicle(vehicle), SampleAt(second, mph), null, new AckTicket(acks, number++), Settles: true, 100)]));
        }

        return acks;
    }

    private static Sample SampleAt(int second, int mph) => new()
    {
        Time = new Instant(At(second)),
        Received = Instant.From(TimeProvider.System.GetUtcNow()),
        GpsSpeed = Speed.FromMph(mph),
        ContentHash = (ulong)((second * 1_000) + mph),
    };

    private static long At(int second) => Start + (second * 1_000L);
}
