using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Distances and areas on the WGS 84 ellipsoid (a = 6,378,137 m, 1/f = 298.257223563; NIMA TR8350.2).</summary>
/// <remarks>Stateless; safe from any thread.</remarks>
internal static class Geodesy
{
    public const double RadiansPerDegree = Math.PI / 180;

    /// <summary>A degree of latitude at the equator, where it is shortest, metres, rounded down.</summary>
    public const double MinMetersPerDegree = 110_500;

    private const double SemiMajor = 6_378_137;
    private const double Flattening = 1 / 298.257223563;
    private const double SemiMinor = SemiMajor * (1 - Flattening);
    private const double EccentricitySquared = Flattening * (2 - Flattening);

    private static readonly double Eccentricity = Math.Sqrt(EccentricitySquared);

    /// <summary>Length of the shortest way, metres: within 1 mm up to 100 km and 0.3 % anywhere.</summary>
    /// <remarks>
    /// The straight chord between the two points in geocentric coordinates (EPSG guidance note 7-2, 4.1.1), bent to the arc of a
    /// circle with Euler's radius of curvature in the chord's direction at its middle. It needs no iteration and is the same at
    /// the poles and at ±180°.
    /// </remarks>
    public static double Meters(Position from, Position to) =>
        Meters(from.Longitude, from.Latitude, to.Longitude, to.Latitude);

    public static double Meters(double fromLongitude, double fromLatitude, double toLongitude, double toLatitude)
    {
        var from = Geocentric.From(fromLongitude, fromLatitude);
        return ArcOf(from.ChordSquaredTo(Geocentric.From(toLongitude, toLatitude)), fromLatitude, toLongitude - fromLongitude, toLatitude);
    }

    /// <summary>Metres of the arc over a chord between two latitudes that lie some degrees of longitude apart.</summary>
    public static double ArcOf(double chordSquared, double fromLatitude, double deltaLongitude, double toLatitude)
    {
        var chord = Math.Sqrt(chordSquared);
        var middle = (fromLatitude + toLatitude) / 2;
        var scale = ScaleAt(middle);
        var north = (toLatitude - fromLatitude) * scale.North;
        var east = Math.IEEERemainder(deltaLongitude, 360) * scale.East;
        var square = (north * north) + (east * east);
        if (square == 0)
        {
            return chord;
        }

        // Euler: 1/R = cos²α/M + sin²α/N.
        var curvature = ((north * north / scale.MeridianRadius) + (east * east / scale.NormalRadius)) / square;
        return 2 / curvature * Math.Asin(Math.Min(1, chord * curvature / 2));
    }

    /// <summary>Metres per degree and radii of curvature at a latitude.</summary>
    public static LocalScale ScaleAt(double latitude)
    {
        var (sine, cosine) = Math.SinCos(latitude * RadiansPerDegree);
        var w = 1 - (EccentricitySquared * sine * sine);
        var normal = SemiMajor / Math.Sqrt(w);
        var meridian = normal * (1 - EccentricitySquared) / w;
        return new LocalScale(normal * cosine * RadiansPerDegree, meridian * RadiansPerDegree, meridian, normal);
    }

    /// <summary>Area between the equator and a latitude per radian of longitude, m² (Snyder 1987, from equation 3-12).</summary>
    public static double ZoneArea(double latitude)
    {
        var sine = Math.Sin(latitude * RadiansPerDegree);
        var scaled = Eccentricity * sine;
        return SemiMinor * SemiMinor / 2 * ((sine / (1 - (scaled * scaled))) + (Math.Atanh(scaled) / Eccentricity));
    }

    /// <summary>Longitude of the same meridian in −180…180.</summary>
    public static double WrapLongitude(double longitude) =>
        longitude is >= -180 and <= 180 ? longitude : Math.IEEERemainder(longitude, 360);

    /// <summary>A point in metres from the earth's centre.</summary>
    public readonly record struct Geocentric(double X, double Y, double Z)
    {
        public static Geocentric From(double longitude, double latitude)
        {
            var (sinLatitude, cosLatitude) = Math.SinCos(latitude * RadiansPerDegree);
            var (sinLongitude, cosLongitude) = Math.SinCos(longitude * RadiansPerDegree);
            var normal = SemiMajor / Math.Sqrt(1 - (EccentricitySquared * sinLatitude * sinLatitude));
            return new Geocentric(
                normal * cosLatitude * cosLongitude,
                normal * cosLatitude * sinLongitude,
                normal * (1 - EccentricitySquared) * sinLatitude);
        }

        public double ChordSquaredTo(Geocentric other)
        {
            double x = X - other.X, y = Y - other.Y, z = Z - other.Z;
            return (x * x) + (y * y) + (z * z);
        }
    }

    /// <param name="East">Metres per degree of longitude.</param>
    /// <param name="North">Metres per degree of latitude.</param>
    public readonly record struct LocalScale(double East, double North, double MeridianRadius, double NormalRadius);
}
