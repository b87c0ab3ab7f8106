using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Brings geometry whose longitudes run on beyond ±180° back between them (RFC 7946, 3.1.9).</summary>
internal static class Antimeridian
{
    /// <returns>Areas are cut in two; of lines and points each longitude is wrapped, which a reader that unwraps undoes.</returns>
    public static Geometry Cut(Geometry geometry)
    {
        var box = geometry.EnvelopeInternal;
        if (box.MinX >= -180 && box.MaxX <= 180)
        {
            return geometry;
        }

        if (geometry is not (Polygon or MultiPolygon))
        {
            var wrapped = geometry.Copy();
            wrapped.Apply(new Move(x => x is >= -180 and <= 180 ? x : Math.IEEERemainder(x, 360)));
            return wrapped;
        }

        var parts = new List<Geometry>();
        for (var turn = -360; turn <= 360; turn += 360)
        {
            var window = geometry.Factory.ToGeometry(new Envelope(turn - 180, turn + 180, -90, 90));
            var part = geometry.Intersection(window).Copy();
            var shift = turn;
            part.Apply(new Move(x => x - shift));
            parts.AddRange(PolygonExtracter.GetPolygons(part).Where(p => !p.IsEmpty));
        }

        return geometry.Factory.CreateMultiPolygon([.. parts.Cast<Polygon>()]);
    }

    private sealed class Move(Func<double, double> longitude) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i) => seq.SetX(i, longitude(seq.GetX(i)));
    }
}
