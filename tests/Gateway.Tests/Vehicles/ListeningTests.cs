using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>A vehicle's silence counts only while we were able to hear it (telematics reference 2.5).</summary>
[Collection(nameof(FaultCollection))]
public sealed class ListeningTests : IDisposable
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    private long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void An_outage_does_not_count_as_silence()
    {
        var listening = new Listening([new Outage(Hour, 2 * Hour)], 2 * Hour, CatchUp);

        Assert.Equal((30 * Minute) + Hour + Hour, listening.DueMs(heardMs: 50 * Minute, dueMs: Hour + (30 * Minute)));
        Assert.Equal(50 * Minute, listening.DueMs(heardMs: 10 * Minute, dueMs: 50 * Minute));
        Assert.Equal(3 * Hour, listening.DueMs(heardMs: 2 * Hour, dueMs: 3 * Hour));
    }

    [Fact]
    public void What_was_nearly_due_when_we_went_waits_until_devices_had_their_time_to_come_back()
    {
        var aMinute = new Listening([new Outage(Hour, Hour + Minute)], Hour + Minute, CatchUp);
        var anHour = new Listening([new Outage(Hour, 2 * Hour)], 2 * Hour, CatchUp);

        Assert.Equal(Hour + (2 * Minute), aMinute.DueMs(heardMs: Minute, dueMs: Hour + 1));
        Assert.Equal((2 * Hour) + (10 * Minute), anHour.DueMs(heardMs: Minute, dueMs: Hour + 1));
    }

    [Fact]
    public void Outages_that_follow_each_other_all_count()
    {
        // A gateway that comes up for a moment only must not judge what it had no time to hear.
        var listening = new Listening([new Outage(Hour, 2 * Hour), new Outage((2 * Hour) + Minute, 3 * Hour)], 3 * Hour, CatchUp);

        Assert.Equal((3 * Hour) + (10 * Minute), listening.DueMs(heardMs: Minute, dueMs: Hour + Minute));
    }

    [Fact]
    public void A_pause_between_marks_is_an_outage_and_until_the_next_mark_nothing_is_judged()
    {
        var listening = new Listening([], 0, CatchUp);

        listening.Mark(15_000);
        var afterAShortPause = listening.DueMs(heardMs: 0, dueMs: 20_000);
        var sure = listening.IsSure(35_000);
        var unsure = listening.IsSure(35_001);
        listening.Mark(Hour);

        Assert.Equal(20_000, afterAShortPause);
        Assert.True(sure);
        Assert.False(unsure);
        Assert.True(listening.IsSure(Hour));
        Assert.Equal([new Outage(15_000, Hour)], listening.OutagesAt(Hour));
    }

    [Fact]
    public void Only_the_last_outages_are_remembered()
    {
        var listening = new Listening([], 0, CatchUp);

        for (var i = 1; i <= Listening.MostOutages + 1; i++)
        {
            listening.Mark(i * Hour);
        }

        Assert.Equal(Listening.MostOutages, listening.OutagesAt(0).Length);
        Assert.Equal(new Outage(Hour, 2 * Hour), listening.OutagesAt(0)[0]);
    }

    [Fact]
    public async Task Outages_are_kept_over_starts()
    {
        using var given = new GivenLane(_folder.Path);
        given.Committer.Start();
        await MarkOnce(given, Listening.Read(given.Database, CatchUp, _clock));
        _clock.Advance(TimeSpan.FromHours(1));
        await MarkOnce(given, Listening.Read(given.Database, CatchUp, _clock));
        _clock.Advance(TimeSpan.FromSeconds(5));

        var third = Listening.Read(given.Database, CatchUp, _clock);

        var outage = Assert.Single(third.OutagesAt(NowMs));
        Assert.Equal(Hour, outage.Milliseconds);
    }

    [Fact]
    public async Task Time_in_which_nothing_can_be_committed_is_an_outage()
    {
        using var given = new GivenLane(_folder.Path);
        var listening = Listening.Read(given.Database, CatchUp, _clock);
        using var marks = Marks(given, listening);

        var mark = marks.Mark(CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));
        var sureMeanwhile = listening.IsSure(NowMs);
        given.Committer.Start();
        await mark.WaitAsync(Patience);

        Assert.False(sureMeanwhile);
        Assert.True(listening.IsSure(NowMs));
        Assert.Equal(Hour, Assert.Single(listening.OutagesAt(NowMs)).Milliseconds);
        Assert.Equal(1, given.Number("SELECT count(*) FROM outage"));
    }

    [Fact]
    public async Task An_hour_s_outage_makes_no_silent_vehicle_missing_at_once_but_once_it_had_its_time()
    {
        const int MissedAfterSeconds = 300;
        using (var before = Given(new RecordingOutbox(), new Listening([], NowMs, CatchUp)))
        {
            Watch(before, MissedAfterSeconds);
            await Send(before, "truck-7");
        }

        _clock.Advance(TimeSpan.FromHours(1));
        var listening = new Listening([new Outage(NowMs - Hour, NowMs)], NowMs, CatchUp);
        var outbox = new RecordingOutbox();
        using var after = Given(outbox, listening);
        Watch(after, MissedAfterSeconds);
        await Send(after, "came-back");
        await AdvanceListening(listening, after, minutes: 9);
        var within = outbox.Told("truck-7").Count;
        await Send(after, "came-back");
        await AdvanceListening(listening, after, minutes: 3);

        Assert.Equal(0, within);
        Assert.Single(outbox.Told("truck-7"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private GivenLane Given(RecordingOutbox outbox, Listening listening) =>
        new GivenLane(_folder.Path, outbox: outbox, clock: _clock, listening: listening).Started();

    private static void Watch(GivenLane given, int missedAfterSeconds)
    {
        var trigger = new Trigger(new Detection.Heartbeat { MissedAfterSeconds = missedAfterSeconds }, new EventFilter());
        given.Vehicle().Account.Book = new AccountBook(new AccountConfiguration(
            1, [new RuleEra(long.MinValue, new RulesSettings())], [new SubscribedTrigger(1, 0, trigger)], LandmarkIndex.Empty));
    }

    private async Task Send(GivenLane given, string vehicle)
    {
        var now = Instant.From(_clock.GetUtcNow());
        var sample = new HeartbeatReport { Time = now, Received = now, ContentHash = (ulong)NowMs };
        var acks = new AwaitedAcks();
        acks.Await(1);
        Assert.True(given.Lane.TryEnqueue([new LaneItem(given.Vehicle(vehicle), sample, null, new AckTicket(acks, 1), Settles: true, 100)]));
        await acks.AllSettled.WaitAsync(Patience);
    }

    /// <summary>Lets time pass with a mark every ten seconds, and the lane see every moment of it.</summary>
    private async Task AdvanceListening(Listening listening, GivenLane given, int minutes)
    {
        for (var i = 0; i < minutes * 6; i++)
        {
            _clock.Advance(ListeningMarks.Interval);
            listening.Mark(NowMs);
            await given.Lane.Ask(given.Vehicle("came-back")).WaitAsync(Patience);
        }

        // What the lane has told of is committed before this is.
        await given.Lane.Ask(given.Vehicle("came-back")).WaitAsync(Patience);
        await Send(given, "witness");
    }

    private async Task MarkOnce(GivenLane given, Listening listening)
    {
        using var marks = Marks(given, listening);
        await marks.Mark(CancellationToken.None).WaitAsync(Patience);
    }

    private ListeningMarks Marks(GivenLane given, Listening listening) =>
        new(listening, given.Commits, _clock, NullLogger<ListeningMarks>.Instance);
}
