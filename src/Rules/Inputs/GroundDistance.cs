namespace EdgeRelay.Rules.Inputs;

/// <summary>Distance over ground between two fixes.</summary>
/// <remarks>
/// On the sphere of mean radius, as the trip definition asks (telematics reference 3). Fixes near each other, nearly all there are,
/// take a flat triangle with one cosine: it differs from the haversine by less than a millionth below 5 km.
/// </remarks>
internal static class GroundDistance
{
    private const double EarthRadiusMeters = 6_371_008.8;
    private const double MetersPerDegree = EarthRadiusMeters * Math.PI / 180;
    private const double FlatDegrees = 0.05;

    public static double Meters(Position from, Position to)
    {
        var north = to.Latitude - from.Latitude;
        var east = to.Longitude - from.Longitude;
        if (east is > 180 or < -180)
        {
            east -= Math.CopySign(360, east);
        }

        var isNear = Math.Abs(north) < FlatDegrees && Math.Abs(east) < FlatDegrees && Math.Abs(to.Latitude) < 80;
        return isNear ? Flat(from, to, north, east) : Haversine(from, to, north, east);
    }

    private static double Flat(Position from, Position to, double north, double east)
    {
        var x = east * Math.Cos((from.Latitude + to.Latitude) * (Math.PI / 360));
        return Math.Sqrt((x * x) + (north * north)) * MetersPerDegree;
    }

    private static double Haversine(Position from, Position to, double north, double east)
    {
        var sinNorth = Math.Sin(north * (Math.PI / 360));
        var sinEast = Math.Sin(east * (Math.PI / 360));
        var a = (sinNorth * sinNorth)
            + (Math.Cos(from.Latitude * (Math.PI / 180)) * Math.Cos(to.Latitude * (Math.PI / 180)) * sinEast * sinEast);
        return 2 * EarthRadiusMeters * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
