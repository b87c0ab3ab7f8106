namespace EdgeRelay.Simulator.Route;

/// <summary>
/// The built-in city: 13 streets each way, 200 m apart, on open farmland in Kansas. The outermost four are a freeway ring (65 mph),
/// every third one is an avenue (35 mph), the others are residential (25 mph).
/// </summary>
internal static class City
{
    public const int Streets = 13;

    /// <summary>Distance between neighbouring streets, metres.</summary>
    public const double Block = 200;

    public const double Extent = (Streets - 1) * Block;

    public const double OriginLatitude = 39.83;
    public const double OriginLongitude = -98.58;

    /// <summary>Metres per degree on a sphere of radius 6,371,008.8 m; longitude's at the origin's latitude, as a literal because cosines differ between machines.</summary>
    private const double MetersPerDegreeLatitude = 111_195.0797;
    private const double MetersPerDegreeLongitude = 85_392.0677;

    public const double MetersPerSecondPerMph = 0.44704;

    public static bool IsFreeway(int street) => street is 0 or Streets - 1;

    public static bool IsAvenue(int street) => !IsFreeway(street) && street % 3 == 0;

    /// <summary>The posted limit of a street, mph.</summary>
    public static double LimitMph(int street) => IsFreeway(street) ? 65 : IsAvenue(street) ? 35 : 25;

    public static double Latitude(PlanePoint point) => OriginLatitude + (point.Y / MetersPerDegreeLatitude);

    public static double Longitude(PlanePoint point) => OriginLongitude + (point.X / MetersPerDegreeLongitude);

    public static PlanePoint Crossing(int column, int row) => new(column * Block, row * Block);
}
