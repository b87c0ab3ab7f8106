using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>What a lane holds back, for how long and how much of it: with a clock that stands still.</summary>
public sealed class LateHoldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GivenLane _given;
    private readonly ManualClock _clock = new();
    private readonly AwaitedAcks _sender = new();
    private readonly PausedVehicles _paused = new();
    private readonly List<LaneItem> _taken = [];

    public LateHoldTests() => _given = new GivenLane(_folder.Path);

    [Fact]
    public void What_arrives_together_is_taken_together_after_the_hold_of_its_first()
    {
        var hold = Hold(new VehicleSettings());

        Keep(hold, Item(30), Item(20));
        _clock.Advance(TimeSpan.FromMilliseconds(49));
        Keep(hold, Item(10));
        var tooEarly = hold.TryTakeDue(all: false, _taken);
        _clock.Advance(TimeSpan.FromMilliseconds(2));

        Assert.False(tooEarly);
        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal([30L, 20, 10], Seconds());
        Assert.True(hold.IsEmpty);
    }

    [Fact]
    public void What_was_staged_for_a_batch_that_is_thrown_away_is_not_held()
    {
        var hold = Hold(new VehicleSettings());

        hold.Stage(Item(30));
        var whileStaged = hold.Has(_given.Vehicle());
        hold.Discard();

        Assert.True(whileStaged);
        Assert.False(hold.Has(_given.Vehicle()));
        Assert.True(hold.IsEmpty);
    }

    [Fact]
    public void A_vehicle_whose_budget_is_spent_waits_until_it_is_earned_again()
    {
        var settings = new VehicleSettings { RerunBurstSteps = 1_000, RerunStepsPerSecond = 1_000 };
        var budgets = new RerunBudgets(settings, _clock);
        var hold = new LateHold(settings, budgets, _paused, _clock);
        budgets.Spend(_given.Vehicle(), 3_000);

        Keep(hold, Item(30), Item(20, "other"));
        _clock.Advance(TimeSpan.FromMilliseconds(51));
        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal("other", Assert.Single(_taken).Vehicle.Key.VehicleId);
        Assert.False(hold.TryTakeDue(all: false, _taken));
        Assert.InRange(hold.Patience(TimeSpan.FromSeconds(10)).TotalSeconds, 1.9, 2);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal([20L, 30], Seconds());
    }

    [Fact]
    public void A_vehicle_of_which_too_much_is_held_is_paused_until_it_has_run()
    {
        var hold = Hold(new VehicleSettings { HeldInputsPerVehicle = 64 });

        Keep(hold, [.. Enumerable.Range(0, 63).Select(i => Item(i))]);
        var before = _paused.Has(_given.Vehicle());
        Keep(hold, Item(63));
        var resumed = _paused.WaitFor(_given.Vehicle());
        var whilePaused = (_paused.Has(_given.Vehicle()), _paused.Has(_given.Vehicle("other")), resumed.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(51));
        hold.TryTakeDue(all: false, _taken);

        Assert.False(before);
        Assert.Equal((true, false, false), whilePaused);
        Assert.False(_paused.Has(_given.Vehicle()));
        Assert.True(resumed.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_lane_that_holds_as_much_as_it_may_runs_what_is_due_first_whatever_its_budget()
    {
        var settings = new VehicleSettings { LaneQueueMessages = 64, RerunBurstSteps = 1_000 };
        var budgets = new RerunBudgets(settings, _clock);
        var hold = new LateHold(settings, budgets, _paused, _clock);
        budgets.Spend(_given.Vehicle(), 1_000_000);

        Keep(hold, [.. Enumerable.Range(0, 64).Select(i => Item(i))]);

        Assert.Equal(TimeSpan.Zero, hold.Patience(TimeSpan.FromSeconds(1)));
        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal(64, _taken.Count);
    }

    [Fact]
    public void What_is_abandoned_is_sent_again_and_pauses_nobody()
    {
        var hold = Hold(new VehicleSettings { HeldInputsPerVehicle = 64 });
        Keep(hold, [.. Enumerable.Range(0, 64).Select(i => Item(i))]);

        hold.Abandon();

        Assert.Equal(64, _sender.Abandoned.Count);
        Assert.True(hold.IsEmpty);
        Assert.False(_paused.Has(_given.Vehicle()));
    }

    [Fact]
    public void Held_back_for_order_a_sample_leaves_after_all_older_ones_that_came_meanwhile()
    {
        var hold = Reordering(seconds: 3);

        Keep(hold, Item(10));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Keep(hold, Item(30), Item(5));
        _clock.Advance(TimeSpan.FromMilliseconds(2_001));
        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal([5L, 10], Seconds());
        Assert.False(hold.TryTakeDue(all: false, _taken));
        Keep(hold, Item(20));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(hold.TryTakeDue(all: false, _taken));
        Assert.Equal([5L, 10, 20, 30], Seconds());
    }

    [Fact]
    public void A_message_whose_samples_are_put_in_order_is_settled_with_the_last_that_is_applied()
    {
        var hold = Reordering(seconds: 3);
        var ticket = new AckTicket(_sender, 1);

        Keep(hold, Item(20) with { Ticket = ticket, Settles = false }, Item(10) with { Ticket = ticket }, Item(15));
        _clock.Advance(TimeSpan.FromSeconds(4));
        hold.TryTakeDue(all: false, _taken);

        Assert.Equal([10L, 15, 20], Seconds());
        Assert.Equal([false, true, true], _taken.Select(t => t.Settles));
    }

    public void Dispose()
    {
        _given.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private LateHold Hold(VehicleSettings settings) => new(settings, new RerunBudgets(settings, _clock), _paused, _clock);

    private LateHold Reordering(double seconds)
    {
        var settings = new RulesSettings { Late = new LateSettings { ReorderHoldSeconds = seconds } };
        _given.Vehicle().Account.Book = new AccountBook(new AccountConfiguration(1, [new RuleEra(long.MinValue, settings)], [], LandmarkIndex.Empty));
        return Hold(new VehicleSettings());
    }

    private static void Keep(LateHold hold, params LaneItem[] items)
    {
        foreach (var item in items)
        {
            hold.Stage(item);
        }

        hold.Keep();
    }

    private LaneItem Item(int second, string vehicle = "truck-7")
    {
        var sample = new Sample { Time = new Instant(second * 1_000L), Received = Instant.From(_clock.GetUtcNow()), Sequence = second };
        return new LaneItem(_given.Vehicle(vehicle), sample, null, new AckTicket(_sender, 1_000 + second), Settles: true, 100);
    }

    private List<long> Seconds() => [.. _taken.Select(t => t.Input!.Time.UnixMilliseconds / 1_000)];
}
