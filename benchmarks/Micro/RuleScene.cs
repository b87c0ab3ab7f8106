using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>Twenty triggers of all fourteen types, 10,000 landmarks, and vehicles that drive about among them.</summary>
internal static class RuleScene
{
    public const int Landmarks = 10_000;
    public const int Seed = 20_080_517;

    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public static RuleBook Book() =>
        new() { Version = 1, Detections = Twenty(), Landmarks = LandmarkIndex.Build(Places(new Random(Seed))) };

    public static Detection[] Twenty() =>
    [
        new Detection.Location { MinDistanceMeters = 1_000_000 },
        new Detection.Speed { Mph = 75 },
        new Detection.Speed { Mph = 80, Episode = true },
        new Detection.Speed { Mph = 90, Episode = true, MinDurationSeconds = 30 },
        new Detection.PostedSpeed(),
        new Detection.PostedSpeed { OverMph = 15, Episode = true },
        new Detection.Heartbeat { MissedAfterSeconds = 86_400 },
        new Detection.TripComplete(),
        new Detection.IgnitionOn(),
        new Detection.IgnitionOff(),
        new Detection.LandmarkEnter(),
        new Detection.LandmarkLeave(),
        new Detection.LandmarkChange(),
        new Detection.Idle(),
        new Detection.Idle { MinSeconds = 300 },
        new Detection.Temperature { Mode = TemperatureMode.Change, DeltaCelsius = 5 },
        new Detection.Temperature { Mode = TemperatureMode.Band, LowCelsius = -22, HighCelsius = -15 },
        new Detection.Dvir(),
        new Detection.DriverAssignment(),
        new Detection.Speed { Mph = 100 },
    ];

    /// <summary>Squares of 200 m within a degree, which leave room to drive between them.</summary>
    public static List<Landmark> Places(Random random)
    {
        var factory = new GeometryFactory();
        return
        [
            .. Enumerable.Range(0, Landmarks).Select(i =>
            {
                var (x, y) = (11 + (i % 100 / 100.0) + (random.NextDouble() * 0.004), 48 + (i / 100 / 100.0) + (random.NextDouble() * 0.001));
                Coordinate[] ring = [new(x, y), new(x + 0.0027, y), new(x + 0.0027, y + 0.0018), new(x, y + 0.0018), new(x, y)];
                return new Landmark
                {
                    Id = i + 1,
                    Name = "place",
                    Kind = LandmarkKind.Polygon,
                    Geometry = factory.CreatePolygon(ring),
                    GeometryVersion = 1,
                };
            }),
        ];
    }

    /// <summary>Along a parallel between two rows of landmarks, 20 m/s, one sample a second, all usual fields.</summary>
    public static Sample[] Drive(int vehicle, int samples)
    {
        var latitude = 48.006 + (vehicle / 100.0);
        var longitude = 11.0;
        var random = new Random(Seed + vehicle);
        return
        [
            .. Enumerable.Range(0, samples).Select(i =>
            {
                longitude += 0.00027;
                return new Sample
                {
                    Time = Start.PlusSeconds(i),
                    Received = Start.PlusSeconds(i + 1),
                    Sequence = i,
                    Position = new Position(Math.Round(latitude, 6), Math.Round(longitude, 6)),
                    GpsSpeed = Speed.FromKmh(Math.Round(70 + (random.NextDouble() * 5), 1)),
                    PostedLimit = Speed.FromKmh(80),
                    HeadingDegrees = 90,
                    AccuracyMeters = 4,
                    Satellites = 11,
                    Ignition = true,
                    OdometerMeters = 18_000_000 + (i * 20),
                    SupplyVolts = 13.9,
                    Temperatures = [new ProbeReading("cargo-1", -18.4)],
                };
            }),
        ];
    }
}
