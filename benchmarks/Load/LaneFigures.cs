using System.Diagnostics.Metrics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>What the lanes of this process's gateway say of their runs of the past, from its making to its disposal.</summary>
internal sealed class LaneFigures : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();

    public LaneFigures()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "edgerelay_rerun_seconds" or "edgerelay_rerun_steps_total")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Ran(seconds));
        _listener.SetMeasurementEventCallback<long>((_, steps, _, _) => Stepped(steps));
        _listener.Start();
    }

    /// <summary>Time of lanes.</summary>
    public double Seconds { get; private set; }

    /// <summary>The longest run, seconds.</summary>
    public double Longest { get; private set; }

    public int Runs { get; private set; }

    /// <summary>Inputs applied again.</summary>
    public long Steps { get; private set; }

    public void Dispose() => _listener.Dispose();

    private void Ran(double seconds)
    {
        lock (_gate)
        {
            Seconds += seconds;
            Longest = Math.Max(Longest, seconds);
            Runs++;
        }
    }

    private void Stepped(long steps)
    {
        lock (_gate)
        {
            Steps += steps;
        }
    }
}
