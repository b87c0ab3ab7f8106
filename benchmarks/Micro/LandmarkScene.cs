using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>Landmarks and vehicles that crowd in towns all over a country; the same for the same count.</summary>
internal sealed class LandmarkScene
{
    private const int LandmarksPerTown = 200;
    private const int Seed = 20_080_517;

    private static readonly GeometryFactory Factory = new();

    private readonly Random _random = new(Seed);
    private readonly Position[] _towns;

    public LandmarkScene(int landmarks, int points)
    {
        _towns = [.. Enumerable.Range(0, landmarks / LandmarksPerTown).Select(_ => Anywhere())];
        Landmarks = [.. Enumerable.Range(0, landmarks).Select(Place)];
        Points = [.. Enumerable.Range(0, points).Select(_ => NearTown())];
    }

    public Landmark[] Landmarks { get; }

    public Position[] Points { get; }

    private Position Anywhere() => new(25 + (_random.NextDouble() * 24), -124 + (_random.NextDouble() * 57));

    /// <summary>Vehicles and places crowd in towns: two thirds within some 5 km, the rest around.</summary>
    private Position NearTown()
    {
        var town = _towns[_random.Next(_towns.Length)];
        var spread = _random.Next(3) == 0 ? 0.5 : 0.05;
        return new Position(
            town.Latitude + ((_random.NextDouble() - 0.5) * 2 * spread),
            town.Longitude + ((_random.NextDouble() - 0.5) * 2 * spread));
    }

    /// <summary>A star-shaped polygon of 4 to 40 corners and 50 m to 2 km, every eighth with a hole; as the gateway stores it.</summary>
    private Landmark Place(int id)
    {
        var center = NearTown();
        var corners = 4 + _random.Next(37);
        var size = 0.0005 * Math.Pow(40, _random.NextDouble());
        var radii = Enumerable.Range(0, corners).Select(_ => size * (0.6 + (0.4 * _random.NextDouble()))).ToArray();
        LinearRing[] holes = id % 8 == 0 ? [Ring(center, radii, 0.4)] : [];
        return new Landmark
        {
            Id = id,
            Name = "place",
            Kind = LandmarkKind.Polygon,
            GeometryBinary = Factory.CreatePolygon(Ring(center, radii, 1), holes).AsBinary(),
            GeometryVersion = 1,
        };
    }

    private static LinearRing Ring(Position center, double[] radii, double scale)
    {
        var points = radii.Select((radius, i) =>
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * i / radii.Length);
            return new Coordinate(center.Longitude + (radius * scale * cosine), center.Latitude + (radius * scale * sine));
        }).ToList();
        return Factory.CreateLinearRing([.. points, points[0].Copy()]);
    }
}
