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
        var (few, stored) = Measure(webhooks: 20);
        var (many, _) = Measure(webhooks: 10_000);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: {few:F0} bytes per active vehicle with 20 webhooks, {many:F0} with 10,000; stored state {stored.Average():F0} bytes on average, {stored.Max()} at most"));
        return few <= TargetBytes && many <= TargetBytes && stored.Max() <= TargetStored ? 0 : 1;
    }

    private static (double BytesPerVehicle, List<int> Stored) Measure(int webhooks)
    {
        var book = new AccountBook(Configuration(webhooks));
        var account = new AccountCell(1, book);
        var events = new List<RuleEvent>();
        var earlier = new ArrayBufferWriter<byte>();
        var checkpoints = new CheckpointSink(earlier);

        // The first vehicle makes what is made once.
        Drive(account, 0, events, checkpoints, earlier);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var entries = new Dictionary<long, VehicleEntry>();
        var directory = new VehicleDirectoryShape();
        for (var v = 1; v <= Vehicles; v++)
        {
            var entry = Drive(account, v, events, checkpoints, earlier);
            entries.Add(v, entry);
            directory.Add(entry.Vehicle);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        var stored = entries.Values.Take(2_000).Select(e => StoredBytes(e.State)).ToList();
        GC.KeepAlive(directory);
        return ((after - before) / (double)Vehicles, stored);
    }

    private static AccountConfiguration Configuration(int webhooks)
    {
        var twenty = RuleScene.Twenty();
        return new AccountConfiguration(
            1_772_000_000_000,
            new RulesSettings(),
            RuleProfile.Standard,
            [.. Enumerable.Range(0, webhooks).Select(i => new SubscribedTrigger(i + 1, 0, new Trigger(twenty[i % twenty.Length], EventFilter.Everything)))],
            RuleScene.Book().Landmarks);
    }

    private static VehicleEntry Drive(
        AccountCell account, int number, List<RuleEvent> events, CheckpointSink checkpoints, ArrayBufferWriter<byte> earlier)
    {
        var key = new VehicleKey(1, string.Create(CultureInfo.InvariantCulture, $"truck-{number}"));
        var vehicle = new VehicleRef(key, number, 0, account, VehicleProfile.Unknown, stored: true);
        var entry = new VehicleEntry(vehicle, new VehicleState(key), new CoolDowns(), storedVersion: 1, position: number);
        var position = 0;
        foreach (var sample in RuleScene.Drive(number % 100, Samples))
        {
            earlier.ResetWrittenCount();
            checkpoints.Begin(++position);
            RuleEngine.Apply(entry.State, sample, account.Book.Rules, events, null, checkpoints);
            events.Clear();
        }

        return entry;
    }

    private static int StoredBytes(VehicleState state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Write(bytes);
        return bytes.WrittenCount;
    }

    /// <summary>The look-ups that the gateway keeps of all its vehicles.</summary>
    private sealed class VehicleDirectoryShape
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<VehicleKey, VehicleRef> _byKey = new();
        private readonly System.Collections.Concurrent.ConcurrentDictionary<long, VehicleRef> _byNo = new();

        public void Add(VehicleRef vehicle)
        {
            _byKey[vehicle.Key] = vehicle;
            _byNo[vehicle.No] = vehicle;
        }
    }
}
