using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Rules.PostedSpeed;

/// <summary>The posted limit at a fix: the device's, else that of the smallest landmark around it, else the road's; else unknown.</summary>
internal static class PostedLimit
{
    /// <param name="containing">Ids of the landmarks that contain the fix; empty when the fix is too poor to say.</param>
    public static void Find(ref Turn turn, Sample sample, List<long> containing)
    {
        var isFound = turn.Book.LimitOrder == LimitOrder.LandmarkFirst
            ? FromLandmark(ref turn, containing) || FromDevice(ref turn, sample)
            : FromDevice(ref turn, sample) || FromLandmark(ref turn, containing);
        if (turn.Book.Roads.IsEmpty)
        {
            turn.State.Roads = null;
        }
        else if (!isFound && turn.IsGoodFix && turn.Received.UnixMilliseconds >= turn.Book.Roads.EffectiveFromMs)
        {
            FromRoads(ref turn, sample);
        }
    }

    private static bool FromDevice(ref Turn turn, Sample sample)
    {
        if (sample.PostedLimit is not { Value: > 0 and < double.PositiveInfinity } limit)
        {
            return false;
        }

        turn.Limit = limit;
        turn.LimitSource = LimitSource.Device;
        return true;
    }

    private static bool FromLandmark(ref Turn turn, List<long> containing)
    {
        if (!turn.Plan.HasLandmarkLimits || Smallest(turn.Book.Landmarks, containing) is not { } mph)
        {
            return false;
        }

        turn.Limit = Inputs.Speed.FromMph(mph);
        turn.LimitSource = LimitSource.Landmark;
        return true;
    }

    private static void FromRoads(ref Turn turn, Sample sample)
    {
        var fix = new RoadFix
        {
            Position = turn.Fix!.Value,
            At = turn.Now.UnixMilliseconds,
            AccuracyMeters = sample.AccuracyMeters,
            SpeedKmh = turn.Speed?.KilometersPerHour,
            HeadingDegrees = sample.HeadingDegrees,
            Previous = turn.Reanchored ? null : turn.Previous,
            PreviousAt = turn.PreviousAt.UnixMilliseconds,
        };
        var match = RoadMatcher.Match(turn.Book.Roads, turn.State.Roads ??= new RoadTrack(), fix);
        turn.IsUnlimited = match.Verdict == RoadVerdict.Unlimited;
        if (match.Verdict == RoadVerdict.Limit)
        {
            turn.Limit = match.Limit.Speed;
            turn.LimitSource = LimitSource.Roads;
            turn.Road = match.Place;
        }
    }

    private static double? Smallest(LandmarkIndex landmarks, List<long> containing)
    {
        double? best = null;
        var bestArea = double.PositiveInfinity;
        foreach (var id in containing)
        {
            if (landmarks.Find(id) is { SpeedLimitMph: > 0 and { } mph } landmark)
            {
                var area = landmark.Shape.AreaSquareMeters;
                if (area < bestArea || (area == bestArea && mph > best))
                {
                    best = mph;
                    bestArea = area;
                }
            }
        }

        return best;
    }
}
