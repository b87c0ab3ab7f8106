using EdgeRelay.Gateway.Accounts;
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

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private GivenLane Given(RecordingOutbox outbox, VehicleSettings? settings = null, Detection? detection = null)
    {
        var given = new GivenLane(_folder.Path, settings ?? NeverStored, outbox);
        var trigger = new Trigger(detection ?? new Detection.Speed { Mph = 80, Episode = true }, new EventFilter { SendEnd = true });
        given.Vehicle().Account.Book = new AccountBook(new AccountConfiguration(
            1, new RulesSettings(), RuleProfile.Standard, [new SubscribedTrigger(1, 0, trigger)], LandmarkIndex.Empty));
        return given.Started();
    }

    private static Task Send(GivenLane given, params int[] seconds) => Send(given, [.. seconds.Select(s => (s, 40))]);

    private static async Task Send(GivenLane given, params (int Second, int Mph)[] samples)
    {
        var acks = new AwaitedAcks();
        acks.Await(samples.Length);
        var number = 0;
        foreach (var (second, mph) in samples)
        {
            var sample = new Sample
            {
                Time = new Instant(At(second)),
                Received = Instant.From(TimeProvider.System.GetUtcNow()),
                GpsSpeed = Speed.FromMph(mph),
                ContentHash = (ulong)((second * 1_000) + mph),
            };
            Assert.True(given.Lane.TryEnqueue(
                [new LaneItem(given.Vehicle(), sample, null, new AckTicket(acks, number++), Settles: true, 100)]));
        }

        await acks.AllSettled.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static long At(int second) => Start + (second * 1_000L);
}
