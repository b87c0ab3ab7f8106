using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Rules.PostedSpeed;

/// <summary>The posted limit at a fix: the device's, else that of the smallest landmark around it; else unknown.</summary>
internal static class PostedLimit
{
    /// <param name="containing">Ids of the landmarks that contain the fix; empty when the fix is too poor to say.</param>
    public static void Find(ref Turn turn, Sample sample, List<long> containing)
    {
        if (sample.PostedLimit is { Value: > 0 and < double.PositiveInfinity } limit)
        {
            turn.Limit = limit;
            turn.LimitSource = LimitSource.Device;
        }
        else if (turn.Plan.HasLandmarkLimits && Smallest(turn.Book.Landmarks, containing) is { } mph)
        {
            turn.Limit = Inputs.Speed.FromMph(mph);
            turn.LimitSource = LimitSource.Landmark;
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
