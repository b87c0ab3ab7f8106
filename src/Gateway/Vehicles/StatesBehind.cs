using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Which changed states are stored with which batch. A state is a cache of the journal, so storing it late costs only start-up time; storing
/// it with every sample would cost a page write per sample. Touched by the lane's thread alone.
/// </summary>
internal sealed class StatesBehind(VehicleSettings settings, TickSchedule ticks, TimeProvider clock)
{
    /// <summary>Bounds what one batch holds in memory, and how long its commit keeps others waiting.</summary>
    private const int StatesPerBatch = 4_096;

    private readonly Queue<(VehicleEntry Entry, long DirtySince)> _dirty = new();
    private long _budgetTimestamp = clock.GetTimestamp();
    private double _budget;

    public bool IsClean => LowestDirty() is null;

    /// <summary>Whether the oldest change is old enough to be stored.</summary>
    public bool IsDue =>
        LowestDirty() is not null
        && clock.GetElapsedTime(_dirty.Peek().Entry.DirtyTimestamp) >= TimeSpan.FromSeconds(settings.StateEverySeconds);

    /// <summary>A record of the vehicle went into the batch.</summary>
    public void Touched(VehicleEntry entry, LaneBatch batch)
    {
        entry.Position = batch.Position;
        entry.Unstored++;
        if (entry.DirtySince == 0)
        {
            entry.DirtySince = batch.Position;
            entry.DirtyTimestamp = clock.GetTimestamp();
            _dirty.Enqueue((entry, batch.Position));
        }
        else if (entry.Unstored >= settings.StateEverySamples
            && clock.GetElapsedTime(entry.DirtyTimestamp) >= TimeSpan.FromSeconds(1))
        {
            // Stored at the end of the batch, when all of its samples are in the state.
            entry.Unstored = int.MinValue;
            batch.DueStates.Add(entry);
        }
    }

    /// <summary>A record at <paramref name="position"/> was replayed: the entry is ahead of its stored state again.</summary>
    public void Restored(VehicleEntry entry, long position)
    {
        entry.Position = position;
        entry.Unstored++;
        if (entry.DirtySince == 0)
        {
            entry.DirtySince = position;
            entry.DirtyTimestamp = clock.GetTimestamp();
            _dirty.Enqueue((entry, position));
        }
    }

    /// <summary>Adds to the batch the states that are due by count and, oldest first and within the budget, those that are due by age.</summary>
    /// <param name="all">Whether those that are not due yet go too, as many as a batch takes.</param>
    public void Store(LaneBatch batch, bool all = false)
    {
        foreach (var entry in batch.DueStates)
        {
            Write(entry, batch);
        }

        RefillBudget();
        var maximumAge = TimeSpan.FromSeconds(settings.StateEverySeconds);
        while (batch.States.Count < StatesPerBatch && _dirty.TryPeek(out var oldest))
        {
            var stale = oldest.Entry.DirtySince != oldest.DirtySince;
            if (!stale)
            {
                if (!all && (_budget < 1 || clock.GetElapsedTime(oldest.Entry.DirtyTimestamp) < maximumAge))
                {
                    break;
                }

                _budget--;
                Write(oldest.Entry, batch);
            }

            _dirty.Dequeue();
        }

        batch.LowWater = LowestDirty() ?? batch.Position + 1;
    }

    public void Clear() => _dirty.Clear();

    private long? LowestDirty()
    {
        while (_dirty.TryPeek(out var oldest))
        {
            if (oldest.Entry.DirtySince == oldest.DirtySince)
            {
                return oldest.DirtySince;
            }

            _dirty.Dequeue();
        }

        return null;
    }

    private void Write(VehicleEntry entry, LaneBatch batch)
    {
        var offset = batch.StateBytes.Length;
        entry.CoolDowns.Write(batch.StateBytes);
        entry.State.Write(batch.StateBytes);
        entry.StoredVersion++;
        entry.StoredWith = batch.Position;
        entry.DirtySince = 0;
        entry.Unstored = 0;
        batch.States.Add(new StateWrite(
            entry.Vehicle.No,
            entry.Position,
            entry.StoredVersion,
            ticks.DueMs(entry.State),
            offset,
            batch.StateBytes.Length - offset));
    }

    private void RefillBudget()
    {
        var now = clock.GetTimestamp();
        var earned = clock.GetElapsedTime(_budgetTimestamp, now).TotalSeconds * settings.StatesPerSecond;
        _budgetTimestamp = now;
        _budget = Math.Min(_budget + earned, settings.StatesPerSecond);
    }
}
