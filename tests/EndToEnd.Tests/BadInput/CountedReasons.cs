using System.Diagnostics.Metrics;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>Listens to the gateway's counters that have a reason, as a metrics collector does.</summary>
/// <remarks>Counters belong to the process: one gateway at a time.</remarks>
internal sealed class CountedReasons : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Counter, string Reason), long> _counts = [];
    private readonly MeterListener _listener = new();
    private TaskCompletionSource _changed = Signal();

    public CountedReasons()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("EdgeRelay.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public ReasonCounts Now
    {
        get
        {
            lock (_gate)
            {
                return new ReasonCounts(new Dictionary<(string, string), long>(_counts));
            }
        }
    }

    /// <summary>Waits until a counter stands so high.</summary>
    public async Task Reaches(string counter, string reason, long count)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_counts.GetValueOrDefault((counter, reason)) >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(Deadline.Short);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "reason")
            {
                Count((instrument.Name, tag.Value!.ToString()!), value);
            }
        }
    }

    private void Count((string Counter, string Reason) what, long value)
    {
        lock (_gate)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + value;
            _changed.TrySetResult();
            _changed = Signal();
        }
    }
}
