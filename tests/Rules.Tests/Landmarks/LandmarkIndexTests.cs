using EdgeRelay.Rules.Landmarks;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>The index must find exactly what asking every single landmark finds.</summary>
public sealed class LandmarkIndexTests
{
    [Fact]
    public void It_finds_what_asking_each_landmark_finds() => Seeds.Each(25, seed =>
    {
        var shapes = new RandomShapes(seed);
        var landmarks = Landmarks(shapes, seed % 5 == 0 ? 2_000 : 5 + shapes.Random.Next(200));
        var index = LandmarkIndex.Build(landmarks);
        var found = 0;
        for (var i = 0; i < 60; i++)
        {
            var place = Place(shapes, landmarks);
            var meters = shapes.Between(0, 30_000);
            var end = new Position(
                Math.Clamp(place.Latitude + shapes.Between(-0.2, 0.2), -90, 90),
                Math.IEEERemainder(place.Longitude + shapes.Between(-0.2, 0.2), 360));

            found += Same(landmarks, l => l.Shape.Contains(place), ids => index.FindContaining(place, ids));
            found += Same(
                landmarks,
                l => l.Shape.Contains(place) || l.Shape.MetersToBorder(place) <= meters,
                ids => index.FindNear(place, meters, ids));
            found += Same(landmarks, l => l.Shape.CrossingFractions(place, end, new double[4]) > 0, ids => index.FindCrossed(place, end, ids));
        }

        Assert.True(found > 60, "Too little was found for this to prove anything.");
    });

    [Fact]
    public void A_landmark_is_found_by_its_id()
    {
        var landmarks = Landmarks(new RandomShapes(7), 100);
        var index = LandmarkIndex.Build(landmarks);

        Assert.All(landmarks, l => Assert.Same(l, index.Find(l.Id)));
        Assert.Null(index.Find(-1));
        Assert.Same(landmarks, index.Landmarks);
    }

    [Fact]
    public void An_empty_index_finds_nothing()
    {
        var ids = new List<long>();

        LandmarkIndex.Empty.FindContaining(new Position(0, 0), ids);
        LandmarkIndex.Empty.FindNear(new Position(0, 0), 1_000, ids);

        Assert.Empty(ids);
        Assert.Null(LandmarkIndex.Empty.Find(1));
    }

    [Fact]
    public void Searching_appends_and_allocates_nothing()
    {
        var shapes = new RandomShapes(3);
        var landmarks = Landmarks(shapes, 500);
        var index = LandmarkIndex.Build(landmarks);
        var places = Enumerable.Range(0, 200).Select(_ => Place(shapes, landmarks)).ToArray();
        var ids = new List<long>(2_000) { -5 };
        Search();
        Assert.Equal(-5, ids[0]);
        Assert.True(ids.Count > 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Search();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        void Search()
        {
            ids.RemoveRange(1, ids.Count - 1);
            foreach (var place in places)
            {
                index.FindContaining(place, ids);
            }
        }
    }

    [Fact]
    public void A_copy_with_another_radius_has_another_shape_and_a_renamed_one_keeps_it()
    {
        var small = RandomShapes.Circle(1, 0, 0, 100);
        var place = new Position(0.002, 0);
        Assert.False(small.Shape.Contains(place));

        var large = small with { RadiusMeters = 1_000 };
        var renamed = small with { Name = "other" };

        Assert.True(large.Shape.Contains(place));
        Assert.Same(small.Shape, renamed.Shape);
        Assert.Equal(small, renamed with { Name = small.Name });
        Assert.Equal(small, RandomShapes.Circle(1, 0, 0, 100));
    }

    /// <summary>All kinds, crowded in one region, across ±180°, and a few at the poles.</summary>
    private static List<Landmark> Landmarks(RandomShapes shapes, int count) => [.. Enumerable.Range(1, count).Select(id =>
    {
        var longitude = (id % 4) switch { 0 => shapes.Between(179, 181), 1 => shapes.Between(-180, 180), _ => shapes.Between(9, 11) };
        var latitude = id % 50 == 0 ? shapes.Between(89.5, 90) : shapes.Between(47, 49);
        return shapes.Random.Next(4) switch
        {
            0 => RandomShapes.Circle(id, longitude, latitude, shapes.Between(10, 30_000)),
            1 => RandomShapes.Corridor(id, shapes.Between(10, 3_000), (longitude, latitude), (longitude + 0.3, latitude - 0.2)),
            2 => RandomShapes.Landmark(id, LandmarkKind.MultiPolygon, shapes.MultiPolygon(longitude, Math.Min(latitude, 89), 0.4)),
            _ => RandomShapes.Landmark(id, LandmarkKind.Polygon, shapes.Polygon(longitude, Math.Min(latitude, 89), 0.3)),
        };
    })];

    private static Position Place(RandomShapes shapes, List<Landmark> landmarks)
    {
        var place = shapes.PlaceAt(landmarks[shapes.Random.Next(landmarks.Count)].Geometry);
        return place with { Longitude = Math.Abs(place.Longitude) <= 180 ? place.Longitude : Math.IEEERemainder(place.Longitude, 360) };
    }

    private static int Same(List<Landmark> landmarks, Func<Landmark, bool> holds, Action<List<long>> search)
    {
        var expected = landmarks.Where(holds).Select(l => l.Id).ToList();
        var ids = new List<long>();
        search(ids);
        Assert.Equal(expected, ids.Order());
        return expected.Count;
    }
}
