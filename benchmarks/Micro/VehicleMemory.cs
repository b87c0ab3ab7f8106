using System.Buffers;
using System.Globalization;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// What a vehicle costs while it drives and sends in order: all that a lane and the directory hold of it in memory, and its state as it is
/// stored, with twenty distinct detections asked for by 20 webhooks and by 10,000.
/// </summary>
internal static class VehicleMemory
{
    private const int Vehicles = 50_000;
    private const int Samples = 40;
    private const int TargetBytes = 1_024;
    private const int TargetStored = 300;

    /// <returns>0 when both bounds hold.</returns>
    public static int Run(TextWriter output)
    {
        var few = Measure(webhooks: 20);
        var many = Measure(webhooks: 10_000);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: {few.All:F0} bytes per active vehicle with 20 webhooks (state {few.State:F0}, lane and directory {few.Around:F0}), {many.All:F0} with 10,000; stored state {few.Stored.Average():F0} bytes on average, {few.Stored.Max()} at most"));
        return few.All <= TargetBytes && many.All <= TargetBytes && few.Stored.Max() <= TargetStored ? 0 : 1;
    }

    private static Footprint Measure(int webhooks)
    {
        var book = new AccountBook(Configuration(webhooks));
        var account = new AccountCell(1, book);
        var events = new List<RuleEvent>();
        var earlier = new ArrayBufferWriter<byte>();
        var checkpoints = new CheckpointSink(earlier);

        // The first vehicle makes what is made once.
        Drive(account, KeyOf(0), 0, events, checkpoints, earlier);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var directory = new VehicleTable();
        var lane = new Queue<VehicleEntry>();
        for (var v = 0; v < Vehicles; v++)
        {
            var vehicle = directory.GetOrAdd(KeyOf(v + 1), key => new VehicleRef(key, v + 1, 0, account, VehicleProfile.Unknown, stored: true));
            vehicle.Entry = new VehicleEntry(vehicle, null!, new CoolDowns(), storedVersion: 1, position: vehicle.No);
            lane.Enqueue(vehicle.Entry);
        }

        var around = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var entry in lane)
        {
            entry.State = Drive(account, entry.Vehicle.Key, (int)entry.Vehicle.No, events, checkpoints, earlier);
        }

        var all = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(directory);
        return new Footprint(
            (all - around) / (double)Vehicles, (around - before) / (double)Vehicles, [.. lane.Take(2_000).Select(e => StoredBytes(e.State))]);
    }

    private static VehicleKey KeyOf(int number) => new(1, string.Create(CultureInfo.InvariantCulture, $"truck-{number}"));

    private static AccountConfiguration Configuration(int webhooks)
    {
        var twenty = RuleScene.Twenty();
        return new AccountConfiguration(
            1_772_000_000_000,
            [new RuleEra(long.MinValue, new RulesSettings())],
            [.. Enumerable.Range(0, webhooks).Select(i => new SubscribedTrigger(i + 1, 0, new Trigger(twenty[i % twenty.Length], EventFilter.Everything)))],
            RuleScene.Book().Landmarks);
    }

    private static VehicleState Drive(
        AccountCell account, VehicleKey key, int number, List<RuleEvent> events, CheckpointSink checkpoints, ArrayBufferWriter<byte> earlier)
    {
        var state = new VehicleState(key);
        var position = 0;
        foreach (var sample in RuleScene.Drive(number % 100, Samples))
        {
            earlier.ResetWrittenCount();
            checkpoints.Begin(++position);
            RuleEngine.Apply(state, sample, account.Book.Rules, events, null, checkpoints);
            events.Clear();
        }

        return state;
    }

    private static int StoredBytes(VehicleState state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Write(bytes);
        return bytes.WrittenCount;
    }

    /// <param name="State">Bytes per vehicle of its state.</param>
    /// <param name="Around">Bytes per vehicle of what its lane and the directory keep beside.</param>
    /// <param name="Stored">Bytes of some states as they are stored.</param>
    private sealed record Footprint(double State, double Around, List<int> Stored)
    {
        public double All => State + Around;
    }
}
