namespace EdgeRelay.Rules.Landmarks;

/// <summary>A box in degrees, borders included. Longitudes may pass ±180°.</summary>
internal readonly record struct GeoBox(double West, double South, double East, double North)
{
    public bool Contains(double longitude, double latitude) =>
        longitude >= West && longitude <= East && latitude >= South && latitude <= North;

    /// <summary>Grown by a distance on every side, rather too far than not far enough; over a pole it spans all longitudes.</summary>
    public GeoBox Padded(double meters)
    {
        var south = South - (meters / Geodesy.MinMetersPerDegree);
        var north = North + (meters / Geodesy.MinMetersPerDegree);
        if (south <= -90 || north >= 90)
        {
            return new GeoBox(-180, Math.Max(south, -90), 180, Math.Min(north, 90));
        }

        // How far east a circle reaches: sin Δλ = sin δ / cos φ on a sphere. The margin covers the ellipsoid.
        var latitude = Math.Max(Math.Abs(South), Math.Abs(North)) * Geodesy.RadiansPerDegree;
        var angle = meters / Geodesy.MinMetersPerDegree * Geodesy.RadiansPerDegree;
        var sine = Math.Sin(angle) / Math.Cos(latitude) * 1.01;
        if (sine >= 1)
        {
            return new GeoBox(-180, south, 180, north);
        }

        var reach = Math.Asin(sine) / Geodesy.RadiansPerDegree;
        return new GeoBox(West - reach, south, East + reach, north);
    }
}
