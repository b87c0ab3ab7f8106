using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>The index must find exactly what asking every single landmark finds.</summary>
public sealed class LandmarkIndexTests
{
    [Fact]
    public void It_finds_what_asking_each_landmark_finds() => Laws.ForEverySeed(25, 50 * 25, seed =>
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
        Assert.Equal(100, index.Count);
        Assert.Equal(landmarks, index.Landmarks.OrderBy(l => l.Id));
    }

    [Fact]
    public void An_index_changed_step_by_step_finds_what_one_made_at_once_finds() => Laws.ForEverySeed(12, 50 * 12, seed =>
    {
        var shapes = new RandomShapes(seed);
        var all = Landmarks(shapes, 400);
        var present = all.Take(shapes.Random.Next(200)).ToDictionary(l => l.Id);
        var index = LandmarkIndex.Build([.. present.Values]);
        var before = (Index: index, Landmarks: present.Values.OrderBy(l => l.Id).ToList());
        for (var change = 0; change < 40; change++)
        {
            var put = shapes.Random.GetItems(all.ToArray(), shapes.Random.Next(30)).DistinctBy(l => l.Id)
                .Select(l => l with { Geometry = all[shapes.Random.Next(all.Count)].Geometry, Kind = LandmarkKind.Polygon }).ToList();
            put.RemoveAll(l => l.Geometry is not (NetTopologySuite.Geometries.Polygon));
            var removed = all.Where(_ => shapes.Random.Next(25) == 0).Select(l => l.Id).Except(put.Select(l => l.Id)).ToList();
            index = index.With(put, removed);
            removed.ForEach(id => present.Remove(id));
            put.ForEach(l => present[l.Id] = l);

            Assert.Equal(present.Count, index.Count);
            Assert.Equal(present.Values.OrderBy(l => l.Id), index.Landmarks.OrderBy(l => l.Id));
            Assert.All(all, l => Assert.Same(present.GetValueOrDefault(l.Id), index.Find(l.Id)));
            var place = Place(shapes, all);
            Same([.. present.Values.OrderBy(l => l.Id)], l => l.Shape.Contains(place), ids => index.FindContaining(place, ids));
            Same(before.Landmarks, l => l.Shape.Contains(place), ids => before.Index.FindContaining(place, ids));
        }
    });

    [Fact]
    public void Thousands_added_one_by_one_are_all_found()
    {
        var index = LandmarkIndex.Build([.. Enumerable.Range(0, 3_000).Select(At)]);
        for (var id = 3_000; id < 4_200; id++)
        {
            index = index.With([At(id)], [id - 3_000]);
        }

        var ids = new List<long>();
        for (var id = 0; id < 4_200; id++)
        {
            ids.Clear();
            index.FindContaining(Middle(id), ids);
            Assert.Equal(id < 1_200 ? [] : [id], ids);
        }

        static Landmark At(int id) => RandomShapes.Circle(id, Middle(id).Longitude, Middle(id).Latitude, 400);
        static Position Middle(int id) => new(id % 100 * 0.01, id / 100 * 0.01);
    }

    [Fact]
    public void What_took_effect_after_a_fix_was_received_does_not_count_for_it()
    {
        var made = Given.Second(100);
        var index = LandmarkIndex.Build([Given.Yard(1, 0, 1_000) with { EffectiveFrom = made }]);

        Assert.Equal([], Containing(made.PlusSeconds(-1)));
        Assert.Equal([1], Containing(made));
        Assert.Equal([], Crossed(made.PlusSeconds(-1)));
        Assert.Equal([1], Crossed(made));

        List<long> Containing(Instant received)
        {
            var ids = new List<long>();
            index.FindContaining(Given.Meters(500), received, ids);
            return ids;
        }

        List<long> Crossed(Instant received)
        {
            var ids = new List<long>();
            index.FindCrossed(Given.Meters(-500), Given.Meters(1_500), received, ids);
            return ids;
        }
    }

    [Fact]
    public void A_landmark_from_stored_bytes_answers_as_one_from_its_geometry() => Laws.ForEverySeed(40, 50 * 40, seed =>
    {
        var shapes = new RandomShapes(seed);
        var geometry = seed % 2 == 0 ? shapes.MultiPolygon(10, 48, 0.4) : shapes.Polygon(179.9, 48, 0.3);
        var kind = seed % 2 == 0 ? LandmarkKind.MultiPolygon : LandmarkKind.Polygon;
        var drawn = RandomShapes.Landmark(1, kind, geometry);
        var stored = new Landmark { Id = 1, Name = "stored", Kind = kind, GeometryBinary = geometry.AsBinary(), GeometryVersion = 1 };
        var (one, other) = (LandmarkIndex.Build([drawn]), LandmarkIndex.Build([stored]));

        Assert.True(stored.Geometry.EqualsExact(geometry));
        Assert.Equal(drawn.Shape.AreaSquareMeters, stored.Shape.AreaSquareMeters);
        Assert.Equal(geometry.Centroid.Y, stored.Shape.Center.Latitude, 9);
        Assert.Equal(0, Math.IEEERemainder(geometry.Centroid.X - stored.Shape.Center.Longitude, 360), 9);
        for (var i = 0; i < 200; i++)
        {
            var place = Place(shapes, [drawn]);
            var (ids, again) = (new List<long>(), new List<long>());
            one.FindContaining(place, ids);
            other.FindContaining(place, again);
            Assert.Equal(ids, again);
            Assert.Equal(stored.Shape.Contains(place), stored.Shape.ContainsQuickly(place));
        }
    });

    [Fact]
    public void Damaged_bytes_are_never_read_beyond_their_end() => Laws.ForEverySeed(200, 50 * 200, seed =>
    {
        var shapes = new RandomShapes(seed);
        var bytes = shapes.MultiPolygon(10, 48, 0.4).AsBinary();
        var cut = bytes[..shapes.Random.Next(bytes.Length)];
        bytes[shapes.Random.Next(bytes.Length)] ^= (byte)(1 << shapes.Random.Next(8));

        Assert.Null(FlatRings.OfBinary(cut));
        Assert.Equal(FlatRings.OfBinary(bytes) is null, FlatRings.BoundsOfBinary(bytes) is null);
    });

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
