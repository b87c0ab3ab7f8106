using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Tests.Commit;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Tests.Vehicles;

public sealed class LaneStatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_state_is_not_let_go_before_the_commit_that_stores_it()
    {
        using var given = new GivenLane(_folder.Path, new VehicleSettings { CachedStatesPerLane = 1 });
        var behind = Behind(given);
        using var states = new LaneStates(0, given.Context, new TickSchedule(TimeSpan.Zero, GivenLane.AlwaysListening), behind);
        var entry = states.Find(given.Vehicle());
        behind.Touched(entry, Batch(position: 1));
        states.CommittedPosition = 1;
        behind.Store(Batch(position: 2), all: true);

        LookAtOthers(given, states, "before");
        Assert.Same(entry, states.Find(given.Vehicle()));
        states.CommittedPosition = 2;
        LookAtOthers(given, states, "after");

        Assert.NotSame(entry, states.Find(given.Vehicle()));
    }

    [Fact]
    public void However_many_states_wait_one_batch_takes_a_bounded_number()
    {
        const int Waiting = 10_000;
        using var given = new GivenLane(_folder.Path);
        var behind = Behind(given);
        using var states = new LaneStates(0, given.Context, new TickSchedule(TimeSpan.Zero, GivenLane.AlwaysListening), behind);
        for (var i = 0; i < Waiting; i++)
        {
            behind.Touched(states.Find(given.Vehicle("v" + i)), Batch(position: 1));
        }

        var batch = Batch(position: 2);
        behind.Store(batch, all: true);

        Assert.InRange(batch.States.Count, 1, Waiting / 2);
        Assert.Equal(1, batch.LowWater);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static StatesBehind Behind(GivenLane given) =>
        new(given.Context.Settings, new TickSchedule(TimeSpan.Zero, GivenLane.AlwaysListening), TimeProvider.System);

    private static LaneBatch Batch(long position) => new(new RecordingLane()) { Position = position };

    private static void LookAtOthers(GivenLane given, LaneStates states, string name)
    {
        for (var i = 0; i < 10; i++)
        {
            states.Find(given.Vehicle(name + i));
        }
    }
}
