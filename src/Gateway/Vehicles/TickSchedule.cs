using EdgeRelay.Rules;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// When a silent vehicle's deadline is due on the wall clock: event time is taken to run on at the wall clock's pace from the last arrival,
/// plus a grace, and our own outages do not count (telematics reference 2.5). Touched by the lane's thread alone.
/// </summary>
/// <remarks>
/// A vehicle that keeps reporting moves its deadline with every sample; the queue is not told. Its entry is looked at when the old due time
/// comes and put back with the new one, so that a busy vehicle costs one queue operation per deadline, not per sample.
/// </remarks>
internal sealed class TickSchedule(TimeSpan grace, Listening listening)
{
    private readonly PriorityQueue<VehicleEntry, long> _queue = new();

    /// <returns>Wall clock, Unix ms; null when the state waits for nothing.</returns>
    public long? DueMs(VehicleState state) => state.TickDueAt(grace.TotalSeconds) is { } due && state.LastReceived is { } heard
        ? listening.DueMs(heard.UnixMilliseconds, due.UnixMilliseconds)
        : null;

    public void Observe(VehicleEntry entry)
    {
        if (DueMs(entry) is { } due && (entry.TickDueMs == 0 || due < entry.TickDueMs))
        {
            Schedule(entry, due);
        }
    }

    /// <summary>Schedules the tick no earlier than <paramref name="notBeforeMs"/>: after a reload devices get time to send again what was lost.</summary>
    public void Restore(VehicleEntry entry, long notBeforeMs)
    {
        if (DueMs(entry.State) is { } due)
        {
            Schedule(entry, Math.Max(due, notBeforeMs));
        }
    }

    /// <summary>Puts a tick that was taken off until <paramref name="notBeforeMs"/>, and so all of the vehicle until then.</summary>
    public void Postpone(VehicleEntry entry, long notBeforeMs)
    {
        entry.NoTickBeforeMs = notBeforeMs;
        Observe(entry);
    }

    /// <summary>Takes the next vehicle whose deadline has passed by <paramref name="nowMs"/>.</summary>
    /// <param name="eventTime">The deadline, in event time.</param>
    public bool TryTakeDue(long nowMs, out VehicleEntry entry, out Instant eventTime)
    {
        while (_queue.TryPeek(out entry!, out var dueMs) && dueMs <= nowMs)
        {
            _queue.Dequeue();
            if (entry.TickDueMs != dueMs)
            {
                // Scheduled anew in the meantime: that entry counts.
                continue;
            }

            entry.TickDueMs = 0;
            if (DueMs(entry) is not { } actual)
            {
                continue;
            }

            if (actual > nowMs)
            {
                Schedule(entry, actual);
                continue;
            }

            eventTime = entry.State.NextDeadline!.Value;
            return true;
        }

        eventTime = default;
        return false;
    }

    /// <returns>How long until the next tick is due; <paramref name="atMost"/> when none is nearer.</returns>
    public TimeSpan Patience(long nowMs, TimeSpan atMost)
    {
        if (!_queue.TryPeek(out _, out var dueMs))
        {
            return atMost;
        }

        var wait = TimeSpan.FromMilliseconds(Math.Max(0, dueMs - nowMs));
        return wait < atMost ? wait : atMost;
    }

    public void Clear() => _queue.Clear();

    private long? DueMs(VehicleEntry entry) => DueMs(entry.State) is { } due ? Math.Max(due, entry.NoTickBeforeMs) : null;

    private void Schedule(VehicleEntry entry, long dueMs)
    {
        entry.TickDueMs = dueMs;
        _queue.Enqueue(entry, dueMs);
    }
}
