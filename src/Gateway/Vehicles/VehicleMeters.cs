using System.Diagnostics.Metrics;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Figures of the lanes.</summary>
internal sealed class VehicleMeters : IDisposable
{
    public const string MeterName = "EdgeRelay.Vehicles";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _late;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _placed;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _rerunSeconds;
    private readonly Counter<long> _superseded;
    private readonly Counter<long> _filtered;

    public VehicleMeters()
    {
        _applied = _meter.CreateCounter<long>("edgerelay_inputs_applied_total", null, "Inputs that the rules applied");
        _filtered = _meter.CreateCounter<long>(
            "edgerelay_telemetry_filtered_total", null, "Times and positions that the filters corrected or set aside, by reason");
        _late = _meter.CreateCounter<long>("edgerelay_telemetry_late_total", null, "Samples older than what was applied");
        _placed = _meter.CreateCounter<long>("edgerelay_telemetry_placed_total", null, "Late inputs that were put in their place");
        _steps = _meter.CreateCounter<long>("edgerelay_rerun_steps_total", null, "Inputs that were applied again for late ones");
        _rerunSeconds = _meter.CreateHistogram<double>(
            "edgerelay_rerun_seconds", "s", "Time of a lane for one run of a vehicle's past, reading it from the journal counted in");
        _superseded = _meter.CreateCounter<long>("edgerelay_events_superseded_total", null, "Events that late data showed not to have happened");
        _duplicates = _meter.CreateCounter<long>("edgerelay_telemetry_duplicate_total", null, "Samples received before");
    }

    public void Judged(InputVerdict verdict)
    {
        switch (verdict)
        {
            case InputVerdict.Applied:
                _applied.Add(1);
                break;
            case InputVerdict.Late:
                _late.Add(1);
                break;
            case InputVerdict.Duplicate:
                _duplicates.Add(1);
                break;
            default:
                break;
        }
    }

    public void Filtered(FilterReason reason) =>
        _filtered.Add(1, new KeyValuePair<string, object?>("reason", FilterCounts.NameOf(reason)));

    public void Reran(int placed, RerunOutcome outcome)
    {
        _placed.Add(placed);
        _steps.Add(outcome.Steps);
        _superseded.Add(outcome.Superseded.Count);
    }

    public void RanFor(TimeSpan took) => _rerunSeconds.Record(took.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
