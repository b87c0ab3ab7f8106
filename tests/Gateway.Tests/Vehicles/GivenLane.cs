using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Tests.Commit;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>One lane with a real committer over a real database. Disposing is a clean stop; <see cref="Crash"/> is not.</summary>
internal sealed class GivenLane : IDisposable
{
    public static readonly Listening AlwaysListening = new([], long.MaxValue, TimeSpan.Zero);

    private readonly CommitQueue _commits = new();
    private readonly CommitMeters _commitMeters = new();
    private readonly VehicleMeters _vehicleMeters = new();
    private bool _crashed;

    /// <param name="clock">The lane's; the writer's is the system's.</param>
    public GivenLane(string folder, VehicleSettings? settings = null, IOutbox? outbox = null, TimeProvider? clock = null, Listening? listening = null)
    {
        Database = new CoreDatabase(folder);
        Database.Migrate();
        var marks = JournalMarks.Read(Database);
        var books = new AccountBooks(Database, new RulesSettings(), TimeProvider.System);
        Directory = new VehicleDirectory(1, books);
        Directory.Load(Database);
        var lowWater = new LowWater(1, marks.LowWater);
        Committer = new Committer(
            Database, _commits, outbox ?? new NoOutbox(), lowWater, TimeSpan.FromMilliseconds(1), _commitMeters, TimeProvider.System, NullLogger<Committer>.Instance, _ => { });
        Context = new LaneContext(
            settings ?? new VehicleSettings(),
            Database,
            _commits,
            lowWater,
            new JournalPositions(marks.LastPosition),
            Directory,
            listening ?? AlwaysListening,
            _vehicleMeters,
            clock ?? TimeProvider.System,
            NullLogger.Instance);
        Lane = new Lane(0, Context);
    }

    public IWriteQueue Commits => _commits;

    public LaneContext Context { get; }

    public CoreDatabase Database { get; }

    public VehicleDirectory Directory { get; }

    public Committer Committer { get; }

    public Lane Lane { get; }

    public GivenLane Started()
    {
        Committer.Start();
        Lane.Start();
        return this;
    }

    public VehicleRef Vehicle(string id = "truck-7") => Directory.FindOrEnrol(new VehicleKey(1, id));

    /// <summary>Sends samples one second apart, each a message of its own, and waits until all are settled or the first is abandoned.</summary>
    public async Task<AwaitedAcks> Send(int samples, int fromSecond = 0, string vehicle = "truck-7", AwaitedAcks? acks = null)
    {
        acks ??= new AwaitedAcks();
        acks.Await(samples);
        for (var i = 0; i < samples; i++)
        {
            Assert.True(Lane.TryEnqueue([Item(Vehicle(vehicle), fromSecond + i, acks)]));
        }

        await acks.AllSettled.WaitAsync(TimeSpan.FromSeconds(20));
        return acks;
    }

    /// <summary>A message of one sample.</summary>
    public static LaneItem Item(VehicleRef vehicle, int second, IAckReceiver sender) =>
        new(vehicle, SampleAt(second), null, new AckTicket(sender, second), Settles: true, 100);

    public long Number(string sql)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Ends the writer under the lane's feet: nothing that the lane would store at a clean stop gets into the database.</summary>
    public void Crash()
    {
        _crashed = true;
        Committer.Stop();
    }

    public void Dispose()
    {
        if (!_crashed)
        {
            Lane.Dispose();
        }

        Committer.Dispose();
        _commits.Dispose();
        _commitMeters.Dispose();
        _vehicleMeters.Dispose();
    }

    private static Sample SampleAt(int second)
    {
        var start = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
        return new Sample
        {
            Time = start.PlusSeconds(second),
            Received = start.PlusSeconds(second + 1),
            Position = new Position(37.78 + (second * 0.0001), -122.41),
            GpsSpeed = Speed.FromKmh(40),
            Ignition = true,
            Sequence = second,
            OdometerMeters = 1_000_000 + (second * 11),
        };
    }
}
