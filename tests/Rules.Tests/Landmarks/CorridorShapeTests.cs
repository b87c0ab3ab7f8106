using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

public sealed class CorridorShapeTests
{
    /// <summary>Some 11 km east along latitude 48°, then some 11 km north.</summary>
    private static readonly LandmarkShape Bend = RandomShapes.Corridor(1, 200, (11, 48), (11.15, 48), (11.15, 48.1)).Shape;

    [Theory]
    [InlineData(48.0017, 11.05, true)]
    [InlineData(48.0019, 11.05, false)]
    [InlineData(48.05, 11.1526, true)]
    [InlineData(48.05, 11.1528, false)]
    [InlineData(48, 10.9974, true)]
    [InlineData(48, 10.9972, false)]
    [InlineData(47.9989, 11.1515, true)]
    [InlineData(47.9983, 11.1525, false)]
    public void A_point_is_inside_within_half_the_width_of_the_line_and_its_round_ends(double latitude, double longitude, bool inside) =>
        Assert.Equal(inside, Bend.Contains(new Position(latitude, longitude)));

    [Fact]
    public void The_distance_to_the_border_is_half_the_width_less_that_to_the_line()
    {
        var place = new Position(48.01, 11.05);
        var toLine = Vincenty.Meters(place, new Position(48, 11.05));

        Assert.Equal(toLine - 200, Bend.MetersToBorder(place), 0.01);
    }

    [Fact]
    public void A_way_through_the_bend_crosses_twice_and_not_at_the_inner_seam()
    {
        Span<double> fractions = stackalloc double[8];

        var count = Bend.CrossingFractions(new Position(47.99, 11.16), new Position(48.01, 11.14), fractions);
        var along = Bend.CrossingFractions(new Position(48, 10.9), new Position(48, 11.2), fractions[4..]);

        Assert.Equal(2, count);
        Assert.Equal(2, along);
        Assert.Equal(0.5 - (200 / Vincenty.Meters(new Position(47.99, 11.16), new Position(48.01, 11.14))), fractions[0], 0.001);
    }

    [Fact]
    public void Crossings_lie_on_the_border_and_their_number_tells_whether_the_side_changed() => Laws.ForEverySeed(40, 50 * 40, seed =>
    {
        var shapes = new RandomShapes(seed);
        Span<double> fractions = stackalloc double[8];
        for (var i = 0; i < 50; i++)
        {
            var from = new Position(shapes.Between(47.97, 48.05), shapes.Between(11.1, 11.2));
            var to = new Position(from.Latitude + shapes.Between(-0.02, 0.02), from.Longitude + shapes.Between(-0.03, 0.03));

            var count = Bend.CrossingFractions(from, to, fractions);

            Assert.Equal(Bend.Contains(from) != Bend.Contains(to), count % 2 == 1);
            foreach (var fraction in fractions[..count])
            {
                var place = new Position(
                    from.Latitude + (fraction * (to.Latitude - from.Latitude)),
                    from.Longitude + (fraction * (to.Longitude - from.Longitude)));
                Assert.InRange(Bend.MetersToBorder(place), 0, 1);
            }
        }
    });

    [Fact]
    public void A_corridor_across_the_antimeridian_is_one_area_on_both_sides()
    {
        var shape = RandomShapes.Corridor(1, 500, (179.9, 0), (180.1, 0)).Shape;

        Assert.True(shape.Contains(new Position(0.004, 179.95)));
        Assert.True(shape.Contains(new Position(0.004, -179.95)));
        Assert.False(shape.Contains(new Position(0.005, -179.95)));
    }
}
