using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>The geometry library is the oracle: slow, but long in use.</summary>
public sealed class PolygonShapeTests
{
    [Fact]
    public void A_point_is_inside_exactly_when_the_oracle_says_inside_or_on_the_border() => Laws.ForEverySeed(60, 50 * 60, seed =>
    {
        var shapes = new RandomShapes(seed);
        var geometry = seed % 3 == 0 ? shapes.MultiPolygon(10, 48, 1) : shapes.Polygon(10, 48, seed % 2 == 0 ? 0.3 : 2);
        var shape = LandmarkShape.Create(LandmarkKind.Polygon, geometry, 0);
        var oracle = new SimplePointInAreaLocator(geometry);
        var onBorder = 0;

        for (var i = 0; i < 1_000; i++)
        {
            var place = shapes.PlaceAt(geometry);
            var expected = oracle.Locate(new Coordinate(place.Longitude, place.Latitude));
            onBorder += expected == NetTopologySuite.Geometries.Location.Boundary ? 1 : 0;
            Assert.True((expected != NetTopologySuite.Geometries.Location.Exterior) == shape.Contains(place), $"{place} is {expected} of {geometry}");
        }

        Assert.True(onBorder > 50, "Too few points lay on the border for this to prove anything about borders.");
    });

    [Fact]
    public void A_point_next_to_a_slanted_border_by_the_smallest_double_is_judged_right()
    {
        var shape = Shape("POLYGON ((0 0, 3 1, 3 3, 0 0))");

        Assert.True(shape.Contains(new Position(0.5, 1.5)));
        Assert.False(shape.Contains(new Position(Math.BitDecrement(0.5), 1.5)));
        Assert.True(shape.Contains(new Position(Math.BitIncrement(0.5), 1.5)));
    }

    [Fact]
    public void The_distance_to_the_border_is_that_of_the_oracle_in_local_metres() => Laws.ForEverySeed(30, 50 * 30, seed =>
    {
        var shapes = new RandomShapes(seed);
        var geometry = shapes.MultiPolygon(10, 0, 0.3);
        var shape = LandmarkShape.Create(LandmarkKind.MultiPolygon, geometry, 0);

        for (var i = 0; i < 200; i++)
        {
            var place = shapes.PlaceAt(geometry);
            var degrees = geometry.Boundary.Distance(geometry.Factory.CreatePoint(new Coordinate(place.Longitude, place.Latitude)));

            // At the equator a degree is 110.574 km to the north and 111.320 km to the east.
            Assert.InRange(shape.MetersToBorder(place), (degrees * 110_570) - 0.001, (degrees * 111_325) + 0.001);
        }
    });

    [Fact]
    public void Crossings_are_on_the_border_and_their_number_tells_whether_the_side_changed() => Laws.ForEverySeed(60, 50 * 60, seed =>
    {
        var shapes = new RandomShapes(seed);
        var geometry = shapes.Polygon(10, 48, 1);
        var shape = LandmarkShape.Create(LandmarkKind.Polygon, geometry, 0);
        Span<double> fractions = stackalloc double[64];
        for (var i = 0; i < 200; i++)
        {
            var from = new Position(shapes.Between(46, 50), shapes.Between(8, 12));
            var to = new Position(shapes.Between(46, 50), shapes.Between(8, 12));

            var count = shape.CrossingFractions(from, to, fractions);

            Assert.Equal(shape.Contains(from) != shape.Contains(to), count % 2 == 1);
            for (var f = 0; f < count; f++)
            {
                Assert.True(f == 0 || fractions[f] >= fractions[f - 1]);
                Assert.InRange(shape.MetersToBorder(Between(from, to, fractions[f])), 0, 0.001);
            }
        }
    });

    [Fact]
    public void Only_the_first_crossings_are_kept_when_the_span_is_short()
    {
        var shape = Shape("POLYGON ((0 0, 4 0, 4 4, 3 4, 3 1, 1 1, 1 4, 0 4, 0 0))");
        Span<double> all = stackalloc double[8];
        Span<double> first = stackalloc double[2];

        Assert.Equal(4, shape.CrossingFractions(new Position(2, -1), new Position(2, 9), all));
        Assert.Equal(2, shape.CrossingFractions(new Position(2, 9), new Position(2, -1), first));

        Assert.Equal([0.1, 0.2, 0.4, 0.5], all[..4].ToArray().Select(f => Math.Round(f, 12)));
        Assert.Equal([0.5, 0.6], first.ToArray().Select(f => Math.Round(f, 12)));
    }

    [Fact]
    public void A_polygon_across_the_antimeridian_is_one_area_on_both_sides()
    {
        var shape = Shape("POLYGON ((179 -1, 181 -1, 181 1, 179 1, 179 -1))");
        Span<double> fractions = stackalloc double[4];

        Assert.True(shape.Contains(new Position(0, 179.5)));
        Assert.True(shape.Contains(new Position(0, -179.5)));
        Assert.True(shape.Contains(new Position(0, 180)));
        Assert.True(shape.Contains(new Position(0, -180)));
        Assert.False(shape.Contains(new Position(0, -178.9)));
        Assert.InRange(shape.MetersToBorder(new Position(0, -178.99)), 1_110, 1_115);
        Assert.Equal(1, shape.CrossingFractions(new Position(0, -178), new Position(0, 179.5), fractions));
        Assert.Equal(0.4, fractions[0], 9);
    }

    [Fact]
    public void Area_is_that_of_the_ellipsoid_without_holes()
    {
        // A degree by a degree at the equator is 12,308.8 km² (Snyder's zone area, checked by its series).
        var whole = Shape("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        var pierced = Shape("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (0 0.5, 0.5 0.25, 0.5 0.5, 0 0.5))");

        Assert.InRange(whole.AreaSquareMeters / 1e6, 12_308, 12_310);
        Assert.InRange(pierced.AreaSquareMeters / whole.AreaSquareMeters, 0.9374, 0.9376);
    }

    [Theory]
    [InlineData(0.0001, 20)]
    [InlineData(0.01, 62.8)]
    [InlineData(1, 100)]
    public void The_default_leave_buffer_is_a_tenth_of_the_radius_of_equal_area_within_20_and_100_metres(double degrees, double meters)
    {
        var shape = LandmarkShape.Create(LandmarkKind.Polygon, new GeometryFactory().ToGeometry(new Envelope(0, degrees, 0, degrees)), 0);

        Assert.Equal(meters, shape.DefaultLeaveBufferMeters, 0.5);
    }

    private static LandmarkShape Shape(string text) =>
        LandmarkShape.Create(LandmarkKind.Polygon, new WKTReader().Read(text), 0);

    private static Position Between(Position from, Position to, double fraction) => new(
        from.Latitude + (fraction * (to.Latitude - from.Latitude)), from.Longitude + (fraction * (to.Longitude - from.Longitude)));
}
