using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Tests.Vehicles;

[Collection(nameof(FaultCollection))]
public sealed class LaneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Messages_are_acknowledged_in_the_order_in_which_they_came()
    {
        using var given = new GivenLane(_folder.Path).Started();

        var acks = await given.Send(samples: 500);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), acks.Committed);
    }

    [Fact]
    public async Task A_vehicle_that_enrolled_itself_is_stored_with_its_first_message()
    {
        using var given = new GivenLane(_folder.Path).Started();

        await given.Send(samples: 1);

        Assert.Equal(1, given.Number("SELECT count(*) FROM vehicle WHERE vehicle_id = 'truck-7'"));
        Assert.True(given.Vehicle().Stored);
    }

    [Fact]
    public async Task After_a_crash_the_journal_gives_the_state_back_that_was_never_stored()
    {
        var settings = new VehicleSettings { StateEverySamples = 100_000, StateEverySeconds = 3_600 };
        using (var before = new GivenLane(_folder.Path, settings).Started())
        {
            await before.Send(samples: 100);
            before.Crash();
            Assert.Equal(0, before.Number("SELECT count(*) FROM vehicle_state"));
        }

        using var after = new GivenLane(_folder.Path, settings).Started();
        var state = await after.Lane.Ask(after.Vehicle()).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1_000_000 + (99 * 11), state.OdometerMeters);
        Assert.Equal(37.78 + (99 * 0.0001), state.Position!.Value.Latitude, 9);
    }

    [Fact]
    public async Task A_clean_stop_stores_the_states_so_that_a_start_replays_nothing()
    {
        using (var before = new GivenLane(_folder.Path).Started())
        {
            await before.Send(samples: 10);
        }

        using var after = new GivenLane(_folder.Path);

        Assert.Equal(1, after.Number("SELECT count(*) FROM vehicle_state"));
        Assert.Equal(0, after.Number(
            "SELECT count(*) FROM journal WHERE position >= (SELECT value FROM meta WHERE name = 'journal_low_water')"));
    }

    [Fact]
    public async Task A_busy_vehicle_s_state_is_stored_now_and_then_and_each_version_follows_the_last()
    {
        var settings = new VehicleSettings { StateEverySamples = 1, StateEverySeconds = 1 };
        using var given = new GivenLane(_folder.Path, settings).Started();

        await given.Send(samples: 50);
        given.Lane.Stop();

        Assert.Equal(1, given.Number("SELECT count(*) FROM vehicle_state"));
        Assert.True(given.Number("SELECT version FROM vehicle_state") >= 1);
    }

    [Fact]
    public async Task After_a_failed_commit_the_lane_reloads_and_takes_what_is_sent_again()
    {
        using var given = new GivenLane(_folder.Path).Started();
        await given.Send(samples: 10);
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");

        // One message: of what follows on a broken connection the lane takes nothing and settles nothing.
        var lost = await given.Send(samples: 1, fromSecond: 10);
        Fault.Arm(null);
        // Sent again at once it may still meet the batch that fails, and is abandoned like it: a device then sends once more.
        var again = await given.Send(samples: 5, fromSecond: 10);
        for (var tries = 0; again.Abandoned.Count > 0 && tries < 100; tries++)
        {
            again = await given.Send(samples: 5, fromSecond: 10);
        }

        var state = await given.Lane.Ask(given.Vehicle()).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.NotEmpty(lost.Abandoned);
        Assert.Equal(5, again.Committed.Count);
        Assert.Equal(1_000_000 + (14 * 11), state.OdometerMeters);
    }

    [Fact]
    public async Task What_follows_an_abandoned_message_does_not_overtake_it_though_its_connection_still_stands()
    {
        using var given = new GivenLane(_folder.Path);
        SlowToBreak sender = null!;
        sender = new SlowToBreak(() =>
        {
            // The lane may reload now, but must leave this alone until the connection is known to be broken.
            Assert.True(given.Lane.TryEnqueue([GivenLane.Item(given.Vehicle("second"), 1, sender)]));
            SpinWait.SpinUntil(() => given.Lane.Waiting == 0, TimeSpan.FromMilliseconds(300));
        });
        given.Lane.Start();
        Assert.True(given.Lane.TryEnqueue([GivenLane.Item(given.Vehicle("first"), 0, new AwaitedAcks())]));
        await given.Lane.Ask(given.Vehicle("first")).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(given.Lane.TryEnqueue([GivenLane.Item(given.Vehicle("second"), 0, sender)]));
        await given.Lane.Ask(given.Vehicle("second")).WaitAsync(TimeSpan.FromSeconds(20));
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");

        given.Committer.Start();
        await sender.Broken.WaitAsync(TimeSpan.FromSeconds(20));
        given.Lane.Stop();

        Assert.Equal(0, given.Number("SELECT count(*) FROM journal"));
    }

    [Fact]
    public async Task A_message_in_two_batches_is_abandoned_with_its_first()
    {
        using var given = new GivenLane(_folder.Path, new VehicleSettings { BatchMessages = 1 }).Started();
        var sender = new AwaitedAcks();
        sender.Await(1);
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");

        var begin = GivenLane.Item(given.Vehicle(), 0, sender) with { Settles = false };
        Assert.True(given.Lane.TryEnqueue([begin]));
        await sender.AllSettled.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal([0L], sender.Abandoned);
    }

    [Fact]
    public async Task Nothing_of_a_broken_sender_takes_effect_before_it_sends_again()
    {
        using var given = new GivenLane(_folder.Path).Started();
        var sender = new AwaitedAcks();
        sender.Settle(0, AckOutcome.Abandoned);
        var rowsBefore = given.Number("SELECT count(*) FROM journal");

        var item = new LaneItem(given.Vehicle(), SampleFrom(given), null, new AckTicket(sender, 1), Settles: true, 100);
        Assert.True(given.Lane.TryEnqueue([item]));
        await given.Send(samples: 1, vehicle: "another");

        Assert.Equal(0, given.Number("SELECT count(*) FROM vehicle WHERE vehicle_id = 'truck-7'"));
        Assert.Equal(rowsBefore + 1, given.Number("SELECT sum(records) FROM journal"));
    }

    [Fact]
    public async Task What_another_lane_abandoned_for_a_sender_does_not_leave_its_earlier_messages_unsettled()
    {
        // An earlier message that is never settled holds back the abandoned one behind it: the connection stays open and its device waits for ever.
        using var given = new GivenLane(_folder.Path).Started();
        var sender = new AwaitedAcks();
        sender.Settle(1, AckOutcome.Abandoned);

        Assert.True(given.Lane.TryEnqueue([GivenLane.Item(given.Vehicle(), 0, sender)]));
        await given.Send(samples: 1, vehicle: "another");

        Assert.Equal([1L, 0], sender.Abandoned);
    }

    [Fact]
    public async Task A_message_that_throws_twice_becomes_a_dead_letter_and_its_neighbours_are_committed()
    {
        using var given = new GivenLane(_folder.Path).Started();
        Fault.Arm(Fault.AfterRules + ":3:throw:2");

        var acks = await given.Send(samples: 1);
        acks = await given.Send(samples: 1, fromSecond: 1, acks: acks);
        acks = await given.Send(samples: 1, fromSecond: 2, acks: acks);
        acks = await given.Send(samples: 1, fromSecond: 3, acks: acks);

        Assert.Equal([0L, 1, 2, 3], acks.Committed);
        Assert.Equal(1, given.Number("SELECT count(*) FROM dead_letter WHERE reason = 'uncommittable'"));
        Assert.Equal(3, given.Number("SELECT sum(records) FROM journal"));
    }

    [Fact]
    public async Task A_tick_that_throws_costs_the_lane_no_batch()
    {
        const int MoreThanTheLaneHasBatches = 4;
        var given = new GivenLane(_folder.Path, new VehicleSettings { TickGraceSeconds = 0 }).Started();
        given.Vehicle().Account.Book = WatchingForSilence();
        Fault.Arm($"{Fault.AfterRules}:2:throw:{MoreThanTheLaneHasBatches}");

        await given.Send(samples: 1);
        await Task.Run(given.Lane.Stop).WaitAsync(TimeSpan.FromSeconds(20));

        Fault.Arm(null);
        using var after = new GivenLane(_folder.Path);
        Assert.Equal(1_000_000, (await OdometerOf(after))!.Value);
        given.Dispose();
    }

    [Fact]
    public async Task A_lane_that_cannot_read_its_store_acknowledges_nothing_and_still_stops()
    {
        var given = new GivenLane(_folder.Path);
        using (var connection = given.Database.OpenWriter())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "INSERT INTO journal (position, committed_ms, lane, records, body) VALUES (1, 0, 0, 1, x'ff')";
            command.ExecuteNonQuery();
        }

        given.Started();
        var acks = new AwaitedAcks();
        acks.Await(1);
        Assert.True(given.Lane.TryEnqueue(
            [new LaneItem(given.Vehicle(), SampleFrom(given), null, new AckTicket(acks, 1), Settles: true, 100)]));
        await Task.Run(given.Lane.Stop).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Empty(acks.Committed);
        Assert.Equal([1L], acks.Abandoned);
        given.Dispose();
    }

    [Fact]
    public async Task A_message_sent_twice_is_acknowledged_twice_and_recorded_once()
    {
        using var given = new GivenLane(_folder.Path).Started();

        await given.Send(samples: 3);
        var again = await given.Send(samples: 1, fromSecond: 2);

        Assert.Single(again.Committed);
        Assert.Equal(3, given.Number("SELECT sum(records) FROM journal"));
    }

    public void Dispose()
    {
        Fault.Arm(null);
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static AccountBook WatchingForSilence()
    {
        var filter = new EventFilter { Vehicles = VehicleChoice.Of(["nobody"], []) };
        var trigger = new Trigger(new Detection.Heartbeat { MissedAfterSeconds = 60 }, filter);
        return new AccountBook(new AccountConfiguration(
            1, [new RuleEra(long.MinValue, new RulesSettings())], [new SubscribedTrigger(1, 0, trigger)], LandmarkIndex.Empty));
    }

    private static async Task<double?> OdometerOf(GivenLane given) =>
        (await given.Started().Lane.Ask(given.Vehicle()).WaitAsync(TimeSpan.FromSeconds(20))).OdometerMeters;

    private static EdgeRelay.Rules.Inputs.Sample SampleFrom(GivenLane given) => new()
    {
        Time = EdgeRelay.Rules.Instant.From(TimeProvider.System.GetUtcNow()),
        Received = EdgeRelay.Rules.Instant.From(TimeProvider.System.GetUtcNow()),
        Reason = given.Vehicle().Key.VehicleId,
    };
}
