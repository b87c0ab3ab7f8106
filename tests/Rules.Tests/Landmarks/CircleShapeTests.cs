using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

public sealed class CircleShapeTests
{
    [Fact]
    public void Distances_up_to_100_km_agree_with_Vincenty_to_a_millimetre() => Laws.ForEverySeed(20, 50 * 20, seed =>
    {
        var shapes = new RandomShapes(seed);
        for (var i = 0; i < 500; i++)
        {
            var (from, to) = (Anywhere(shapes), default(Position));
            to = Near(shapes, from, 100_000);

            Assert.Equal(Vincenty.Meters(from, to), Geodesy.Meters(from, to), 0.001);
        }
    });

    [Fact]
    public void A_distance_across_a_continent_is_right_to_three_in_a_thousand() => Laws.ForEverySeed(5, 50 * 5, seed =>
    {
        var shapes = new RandomShapes(seed);
        for (var i = 0; i < 500; i++)
        {
            var from = Anywhere(shapes);
            var to = new Position(Math.Clamp(from.Latitude + shapes.Between(-30, 30), -90, 90), from.Longitude + shapes.Between(-30, 30));
            var expected = Vincenty.Meters(from, to);

            Assert.Equal(expected, Geodesy.Meters(from, to), (expected * 0.003) + 0.001);
        }
    });

    [Fact]
    public void A_point_is_inside_when_Vincenty_says_it_is_within_the_radius() => Laws.ForEverySeed(60, 50 * 60, seed =>
    {
        var shapes = new RandomShapes(seed);
        var center = Anywhere(shapes);
        var radius = 10 * Math.Pow(10_000, shapes.Random.NextDouble());
        var shape = RandomShapes.Circle(1, center.Longitude, center.Latitude, radius).Shape;
        var inside = 0;

        for (var i = 0; i < 300; i++)
        {
            var place = Near(shapes, center, radius * 1.2);
            var meters = Vincenty.Meters(center, place);
            if (Math.Abs(meters - radius) > 0.001)
            {
                Assert.True(meters < radius == shape.Contains(place), $"{place} is {meters} m from {center}, radius {radius} m");
                inside += meters < radius ? 1 : 0;
            }

            Assert.Equal(Math.Abs(meters - radius), shape.MetersToBorder(place), 0.001);
            Assert.Equal(meters, shape.ProximityMeters(place), 0.001);
        }

        Assert.InRange(inside, 20, 290);
    });

    [Fact]
    public void A_circle_over_the_pole_reaches_down_on_the_far_side()
    {
        var shape = RandomShapes.Circle(1, 30, 89.9, 50_000).Shape;

        Assert.True(shape.Contains(new Position(90, 0)));
        Assert.True(shape.Contains(new Position(89.8, -150)));
        Assert.False(shape.Contains(new Position(89.6, -150)));
    }

    [Fact]
    public void Crossings_lie_on_the_circle_also_across_the_antimeridian() => Laws.ForEverySeed(60, 50 * 60, seed =>
    {
        var shapes = new RandomShapes(seed);
        var longitude = seed % 2 == 0 ? 179.99 : 12;
        var radius = shapes.Between(100, 5_000);
        var shape = RandomShapes.Circle(1, longitude, shapes.Between(-70, 70), radius).Shape;
        Span<double> fractions = stackalloc double[4];
        for (var i = 0; i < 100; i++)
        {
            var from = Near(shapes, shape.Center, radius * 2);
            var to = Near(shapes, shape.Center, radius * 2);

            var count = shape.CrossingFractions(from, to, fractions);

            Assert.Equal(shape.Contains(from) != shape.Contains(to), count % 2 == 1);
            foreach (var fraction in fractions[..count])
            {
                var east = Math.IEEERemainder(to.Longitude - from.Longitude, 360);
                var place = new Position(
                    from.Latitude + (fraction * (to.Latitude - from.Latitude)),
                    Math.IEEERemainder(from.Longitude + (fraction * east), 360));
                Assert.InRange(shape.MetersToBorder(place), 0, 0.001);
            }
        }
    });

    [Theory]
    [InlineData(50, 20)]
    [InlineData(1_000, 100)]
    [InlineData(50_000, 5_000)]
    public void The_default_leave_buffer_of_a_circle_is_a_tenth_of_its_radius_but_20_metres_at_least(double radius, double meters) =>
        Assert.Equal(meters, RandomShapes.Circle(1, 0, 0, radius).Shape.DefaultLeaveBufferMeters);

    private static Position Anywhere(RandomShapes shapes) => new(shapes.Between(-89, 89), shapes.Between(-180, 180));

    /// <summary>Some place about so many metres around, wrapped to the usual longitudes.</summary>
    private static Position Near(RandomShapes shapes, Position center, double meters)
    {
        var degrees = meters / 111_320;
        var latitude = Math.Clamp(center.Latitude + shapes.Between(-degrees, degrees), -90, 90);
        var reach = Math.Min(180, degrees / Math.Max(0.001, Math.Cos(center.Latitude * Math.PI / 180)));
        return new Position(latitude, Math.IEEERemainder(center.Longitude + shapes.Between(-reach, reach), 360));
    }
}
