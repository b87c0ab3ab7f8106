using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Locations;

/// <summary>Each accepted fix, or only those that moved on by one of the set amounts since the last one sent.</summary>
internal static class LocationRule
{
    private static readonly EventDetail Detail = new EventDetail.Location();

    public static void Apply(ref Turn turn, Sample sample)
    {
        if (turn.Fix is not { } fix)
        {
            return;
        }

        foreach (var watch in turn.Plan.Locations)
        {
            if (IsEveryReport(watch.Detection) || MovedOn(ref turn, watch, fix, sample))
            {
                turn.Report(watch, turn.SampleSubject(sample), Detail);
            }
        }
    }

    /// <summary>A late fix goes to those who want every fix; it says nothing of the way since another.</summary>
    public static void ApplyLate(ref Turn turn, Sample sample)
    {
        foreach (var watch in turn.Plan.Locations)
        {
            if (IsEveryReport(watch.Detection))
            {
                turn.Report(watch, turn.SampleSubject(sample), Detail);
            }
        }
    }

    public static bool IsEveryReport(Detection.Location detection) =>
        detection is { MinIntervalSeconds: <= 0, MinDistanceMeters: <= 0, MinTurnDegrees: <= 0 };

    private static bool MovedOn(ref Turn turn, Watch<Detection.Location> watch, Position fix, Sample sample)
    {
        ref var list = ref turn.State.SentLocations;
        var index = 0;
        while (index < list.Count && list[index].Key != watch.Key)
        {
            index++;
        }

        if (index == list.Count)
        {
            list.Add(new SentLocation { Key = watch.Key });
        }
        else if (!IsExceeded(watch.Detection, list[index], turn.Now, fix, sample.HeadingDegrees))
        {
            return false;
        }

        list[index].At = turn.Now.UnixMilliseconds;
        list[index].Place = fix;
        if (watch.Detection.MinTurnDegrees > 0)
        {
            list[index].HeadingDegrees = sample.HeadingDegrees ?? list[index].HeadingDegrees;
        }

        return true;
    }

    private static bool IsExceeded(Detection.Location want, in SentLocation sent, Instant now, Position fix, double? heading) =>
        (want.MinIntervalSeconds > 0 && now.SecondsSince(new Instant(sent.At)) >= want.MinIntervalSeconds)
        || (want.MinDistanceMeters > 0 && GroundDistance.Meters(sent.Place, fix) >= want.MinDistanceMeters)
        || (want.MinTurnDegrees > 0 && TurnBetween(sent.HeadingDegrees, heading) >= want.MinTurnDegrees);

    public static double? TurnBetween(double? from, double? to) =>
        Math.Abs(Math.IEEERemainder((to - from) ?? 0, 360));

    public static void Purge(VehicleState state, RulePlan plan)
    {
        for (var i = state.SentLocations.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(plan.Locations, new KeyMatch(state.SentLocations[i].Key).Fits))
            {
                state.SentLocations.RemoveAt(i);
            }
        }
    }
}
