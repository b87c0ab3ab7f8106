using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>
/// Applies an input to a copy of the vehicle and reads from before and after what each detection decided. The rules themselves know nothing of
/// it, so that nobody pays for explanations who does not ask.
/// </summary>
internal static class Explainer
{
    public static InputExplanation Explain(VehicleState state, VehicleInput input, RuleBook book)
    {
        var seen = new SeenInput();
        var after = state.Clone();
        after.Observer = seen;
        var events = new List<RuleEvent>();
        var verdict = RuleEngine.Apply(after, input, book, events);
        after.Observer = null;
        var judged = new Judgement(state, after, input, book.At(input.Received), seen, events);
        return new InputExplanation(
            verdict, after.LastMarks, verdict == InputVerdict.Applied ? [.. Triggers(judged, after.Plan!)] : [], events);
    }

    private static IEnumerable<TriggerExplanation> Triggers(Judgement judged, RulePlan plan) => judged.Input switch
    {
        Sample or Tick => OfTelemetry(judged, plan),
        HeartbeatReport => plan.Heartbeats.Select(w => SignalReasons.Of(judged, w)),
        InspectionReport report => plan.Inspections.Select(w => SignalReasons.Of(judged, w, report)),
        _ => plan.Drivers.Select(w => SignalReasons.Of(judged, w)),
    };

    private static IEnumerable<TriggerExplanation> OfTelemetry(Judgement judged, RulePlan plan) =>
    [
        .. judged.Input is Sample ? plan.Locations.Select(w => MotionReasons.Of(judged, w)) : [],
        .. plan.Speeds.Select(w => SpeedReasons.Of(judged, w)),
        .. plan.PostedSpeeds.Select(w => SpeedReasons.Of(judged, w)),
        .. plan.Heartbeats.Select(w => SignalReasons.Of(judged, w)),
        .. plan.Trips.Select(w => MotionReasons.Of(judged, w)),
        .. plan.IgnitionOns.Select(w => SignalReasons.OfIgnition(judged, w, on: true)),
        .. plan.IgnitionOffs.Select(w => SignalReasons.OfIgnition(judged, w, on: false)),
        .. plan.Enters.SelectMany(w => LandmarkReasons.Of(judged, w)),
        .. plan.Leaves.SelectMany(w => LandmarkReasons.Of(judged, w)),
        .. plan.Changes.SelectMany(w => LandmarkReasons.Of(judged, w)),
        .. plan.Idles.Select(w => MotionReasons.Of(judged, w)),
        .. plan.Temperatures.SelectMany(w => SignalReasons.Of(judged, w)),
        .. plan.Drivers.Select(w => SignalReasons.Of(judged, w)),
    ];
}
