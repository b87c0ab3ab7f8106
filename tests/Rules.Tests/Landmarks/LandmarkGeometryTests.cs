using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Operation.Valid;

namespace EdgeRelay.Rules.Tests.Landmarks;

public sealed class LandmarkGeometryTests
{
    [Theory]
    [InlineData("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", LandmarkGeometryRepairs.None, 1)]
    [InlineData("POLYGON ((0 0, 0 1, 1 1, 1 0, 0 0))", LandmarkGeometryRepairs.RingReversed, 1)]
    [InlineData("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", LandmarkGeometryRepairs.BordersRemade, 0.5)]
    [InlineData("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 5 2, 5 1, 1 1))", LandmarkGeometryRepairs.BordersRemade, 13)]
    [InlineData("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((1 1, 3 1, 3 3, 1 3, 1 1)))", LandmarkGeometryRepairs.BordersRemade, 7)]
    [InlineData("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((5 5, 6 6, 5 5, 6 6, 5 5)))", LandmarkGeometryRepairs.PartDropped, 4)]
    [InlineData("POLYGON ((179 0, -179 0, -179 1, 179 1, 179 0))", LandmarkGeometryRepairs.Unwrapped, 2)]
    [InlineData(
        "MULTIPOLYGON (((179 0, 180 0, 180 1, 179 1, 179 0)), ((-180 0, -179 0, -179 1, -180 1, -180 0)))",
        LandmarkGeometryRepairs.Unwrapped | LandmarkGeometryRepairs.BordersRemade,
        2)]
    public void What_can_be_mended_is_and_it_is_said(string text, LandmarkGeometryRepairs repairs, double squareDegrees)
    {
        var source = new WKTReader().Read(text);

        Assert.True(LandmarkGeometry.TryCreate(LandmarkKind.MultiPolygon, source, 0, out var created, out _));

        Assert.Equal(repairs & ~LandmarkGeometryRepairs.RingReversed, created.Repairs & ~LandmarkGeometryRepairs.RingReversed);
        Assert.True(created.Repairs.HasFlag(repairs & LandmarkGeometryRepairs.RingReversed));
        Assert.Equal(squareDegrees, created.Geometry.Area, 9);
        Assert.True(new IsValidOp(created.Geometry).IsValid);
    }

    [Fact]
    public void An_open_ring_is_closed()
    {
        Coordinate[] ring = [new(0, 0), new(1, 0), new(1, 1)];

        Assert.True(LandmarkGeometry.TryCreate(LandmarkKind.Polygon, [[ring]], 0, out var created, out _));

        Assert.Equal(LandmarkGeometryRepairs.RingClosed, created.Repairs);
        Assert.Equal(0.5, created.Geometry.Area);
    }

    [Fact]
    public void A_hole_on_the_other_side_of_the_antimeridian_is_brought_to_its_polygon()
    {
        Coordinate[] shell = [new(178, 0), new(-178, 0), new(-178, 4), new(178, 4), new(178, 0)];
        Coordinate[] hole = [new(-179, 1), new(-179, 2), new(-178.5, 2), new(-179, 1)];

        Assert.True(LandmarkGeometry.TryCreate(LandmarkKind.Polygon, [[shell, hole]], 0, out var created, out _));

        Assert.Equal(16 - 0.25, created.Geometry.Area, 9);
        Assert.Equal(LandmarkGeometryRepairs.Unwrapped, created.Repairs & ~LandmarkGeometryRepairs.RingReversed);
    }

    public static TheoryData<LandmarkKind, double[], double, LandmarkGeometryFaultReason, int?> Refused => new()
    {
        { LandmarkKind.Polygon, [], 0, LandmarkGeometryFaultReason.WrongGeometry, null },
        { LandmarkKind.Polygon, [0, 0, 1, 1, 0, 0], 0, LandmarkGeometryFaultReason.TooFewPoints, null },
        { LandmarkKind.Polygon, [0, 0, 1, 1, 2, 2, 0, 0], 0, LandmarkGeometryFaultReason.ZeroArea, null },
        { LandmarkKind.Polygon, [0, 0, 1, double.NaN, 2, 2, 0, 0], 0, LandmarkGeometryFaultReason.NotFinite, 1 },
        { LandmarkKind.Polygon, [0, 0, 1, 1, double.PositiveInfinity, 2, 0, 0], 0, LandmarkGeometryFaultReason.NotFinite, 2 },
        { LandmarkKind.Polygon, [48, 91, 49, 11, 49, 12, 48, 91], 0, LandmarkGeometryFaultReason.OutOfRange, 0 },
        { LandmarkKind.Polygon, [0, 0, 361, 0, 361, 1, 0, 0], 0, LandmarkGeometryFaultReason.OutOfRange, 1 },
        { LandmarkKind.Polygon, [0, 80, 120, 80, -120, 80, 0, 80], 0, LandmarkGeometryFaultReason.EncirclesPole, null },
        { LandmarkKind.Circle, [0, 0], 9.9, LandmarkGeometryFaultReason.RadiusOutOfRange, null },
        { LandmarkKind.Circle, [0, 0], 100_001, LandmarkGeometryFaultReason.RadiusOutOfRange, null },
        { LandmarkKind.Circle, [0, 0], double.NaN, LandmarkGeometryFaultReason.RadiusOutOfRange, null },
        { LandmarkKind.Corridor, [0, 0, 0, 0], 50, LandmarkGeometryFaultReason.TooFewPoints, null },
        { LandmarkKind.Corridor, [0, 0, 1, 0], 0, LandmarkGeometryFaultReason.RadiusOutOfRange, null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_mended_is_refused_with_the_reason_and_the_place(
        LandmarkKind kind, double[] ordinates, double radius, LandmarkGeometryFaultReason reason, int? vertex)
    {
        Coordinate[] ring = [.. ordinates.Chunk(2).Select(p => new Coordinate(p[0], p[1]))];

        Assert.False(LandmarkGeometry.TryCreate(kind, [[ring]], radius, out _, out var fault));

        Assert.Equal(reason, fault.Reason);
        Assert.Equal(vertex, fault.Vertex);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public void A_geometry_of_more_than_100_000_points_is_refused()
    {
        Coordinate[] ring = [.. Enumerable.Range(0, LandmarkGeometry.MaxVertices + 1).Select(i => new Coordinate(i * 1e-4, i % 2))];

        Assert.False(LandmarkGeometry.TryCreate(LandmarkKind.Polygon, [[ring]], 0, out _, out var fault));

        Assert.Equal(LandmarkGeometryFaultReason.TooManyVertices, fault.Reason);
    }

    [Fact]
    public void Rings_of_random_points_never_throw_and_what_comes_out_is_valid() => Laws.ForEverySeed(300, 50 * 300, seed =>
    {
        var random = new Random(seed);
        double[] odd = [double.NaN, double.MaxValue, 180, -180, 90, -90, 360, double.Epsilon, 0];
        Coordinate[][] rings = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ =>
            Enumerable.Range(0, random.Next(12)).Select(_ => new Coordinate(Ordinate(8), Ordinate(4))).ToArray())];

        var ok = LandmarkGeometry.TryCreate(LandmarkKind.Polygon, [rings], 0, out var created, out var fault);

        Assert.True(ok == (created is not null) && ok == (fault is null));
        Assert.True(created is null || (new IsValidOp(created.Geometry).IsValid && created.Geometry.Area > 0));

        double Ordinate(int range) => random.Next(60) == 0 ? odd[random.Next(odd.Length)] : random.Next(range);
    });
}
