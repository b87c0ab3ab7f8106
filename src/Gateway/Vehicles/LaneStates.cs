using EdgeRelay.Gateway.Commit;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>The states of one lane's vehicles in memory. Touched by the lane's thread alone, but for <see cref="CommittedPosition"/>.</summary>
internal sealed class LaneStates(int lane, LaneContext context, TickSchedule ticks, StatesBehind behind) : IDisposable
{
    /// <summary>All that are in memory, in the order in which they are looked at to be let go. Each vehicle knows its own.</summary>
    private readonly Queue<VehicleEntry> _entries = new();
    private VehicleStore? _store;
    private long _committedPosition;

    /// <summary>Journal position up to which this lane's batches are committed. Set by the writer's thread.</summary>
    public long CommittedPosition
    {
        get => Interlocked.Read(ref _committedPosition);
        set => Interlocked.Exchange(ref _committedPosition, value);
    }

    public VehicleEntry Find(VehicleRef vehicle)
    {
        var entry = vehicle.Entry;
        if (entry is null)
        {
            entry = Add(Store.Load(vehicle));
            LetGo();
        }

        entry.RecentlyUsed = true;
        return entry;
    }

    /// <summary>Forgets everything and reads it back: the stored states with deadlines, and the journal's tail.</summary>
    /// <returns>How many journal records were replayed.</returns>
    public long Reload()
    {
        foreach (var entry in _entries)
        {
            entry.Vehicle.Entry = null;
        }

        _entries.Clear();
        ticks.Clear();
        behind.Clear();
        var notBefore = context.Clock.GetUtcNow().ToUnixTimeMilliseconds() + (context.Settings.TickGraceSeconds * 1000L);
        foreach (var no in Store.WithDeadline())
        {
            FindOwn(no);
        }

        var replayed = Store.Replay(context.LowWater.Position, FindOwn, behind.Restored);
        foreach (var entry in _entries)
        {
            ticks.Restore(entry, notBefore);
        }

        return replayed;
    }

    /// <inheritdoc cref="VehicleStore.ReadHistory"/>
    public VehicleHistory? ReadHistory(VehicleRef vehicle, long from, long oldest, RuleBook book, LaneBatch batch) =>
        Store.ReadHistory(vehicle, from, oldest, book, batch.Position, int.MaxValue, batch.Body);

    public void Dispose() => _store?.Dispose();

    // Opened on the lane's thread, when the schema is in place.
    private VehicleStore Store => _store ??= new VehicleStore(context.Database);

    private VehicleEntry? FindOwn(long vehicleNo) =>
        context.Directory.FindByNo(vehicleNo) is { } vehicle && vehicle.Lane == lane ? vehicle.Entry ?? Add(Store.Load(vehicle)) : null;

    private VehicleEntry Add(VehicleEntry entry)
    {
        entry.Vehicle.Entry = entry;
        _entries.Enqueue(entry);
        return entry;
    }

    /// <summary>
    /// Beyond the bound, lets go of a clean state that was not used since the last look (second chance). One whose write is still in flight
    /// stays: the store would give the older one back.
    /// </summary>
    private void LetGo()
    {
        const int LooksPerCall = 16;
        for (var looked = 0; looked < LooksPerCall && _entries.Count > context.Settings.CachedStatesPerLane; looked++)
        {
            var entry = _entries.Dequeue();
            var idle = !entry.RecentlyUsed && entry.DirtySince == 0 && entry.TickDueMs == 0
                && Math.Max(entry.Position, entry.StoredWith) <= CommittedPosition;
            if (idle)
            {
                entry.Vehicle.Entry = null;
            }
            else
            {
                entry.RecentlyUsed = false;
                _entries.Enqueue(entry);
            }
        }
    }
}
