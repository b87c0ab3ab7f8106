using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>
/// The area of a landmark as flat arrays, made once, so that a question costs no allocation and no walk over geometry objects.
/// </summary>
/// <remarks>
/// Immutable; safe to read from any thread. Polygon edges are straight in longitude and latitude (RFC 7946, 3.1.1); distances are
/// metres on the WGS 84 ellipsoid. Positions may lie on either side of ±180°.
/// </remarks>
public abstract class LandmarkShape
{
    private readonly CellMap _cells;

    /// <param name="cells">Which parts of the shape's box need no look at its border.</param>
    private protected LandmarkShape(CellMap cells)
    {
        _cells = cells;
    }

    /// <summary>Area on the ellipsoid, m². Of a corridor: length × width and the two round ends, overlaps counted twice.</summary>
    public abstract double AreaSquareMeters { get; }

    /// <summary>Centre of a circle, else the centroid in longitude and latitude; it may lie outside a concave shape.</summary>
    public abstract Position Center { get; }

    /// <summary>How far outside counts as left unless the landmark says otherwise, metres (telematics reference 4.1).</summary>
    public virtual double DefaultLeaveBufferMeters =>
        Math.Max(20, Math.Min(100, 0.1 * Math.Sqrt(AreaSquareMeters / Math.PI)));

    /// <summary>Smallest box around the shape in degrees; its longitudes may pass ±180°.</summary>
    internal abstract GeoBox Bounds { get; }

    /// <returns>True inside and exactly on the border.</returns>
    public abstract bool Contains(Position position);

    /// <summary>The same answer as <see cref="Contains"/>, most often without a look at the border.</summary>
    internal bool ContainsQuickly(Position position)
    {
        var answer = _cells.At(position.Longitude, position.Latitude);
        return answer == CellMap.Answer.Inside || (answer == CellMap.Answer.Unsure && Contains(position));
    }

    /// <summary>Distance to the nearest point of the border, metres, never negative, whether inside or outside.</summary>
    public abstract double MetersToBorder(Position position);

    /// <summary>
    /// Where the way from one position to another, straight in longitude and latitude and the short way round, crosses the border:
    /// fractions of the way, 0…1, ascending.
    /// </summary>
    /// <param name="fractions">Takes the first crossings; those beyond its length are left out.</param>
    /// <returns>How many fractions were written. A way that only touches a corner gives none or two equal ones.</returns>
    public abstract int CrossingFractions(Position from, Position to, Span<double> fractions);

    /// <summary>Distance to <see cref="Center"/>, metres.</summary>
    public double ProximityMeters(Position position) => Geodesy.Meters(position, Center);

    /// <param name="geometry">Valid, as <see cref="LandmarkGeometry"/> makes it.</param>
    internal static LandmarkShape Create(LandmarkKind kind, Geometry geometry, double radiusMeters) => kind switch
    {
        LandmarkKind.Circle => new CircleShape(geometry.Coordinate, radiusMeters),
        LandmarkKind.Corridor => new CorridorShape(geometry, radiusMeters),
        _ => PolygonShape.Of(FlatRings.Of(geometry)),
    };
}
