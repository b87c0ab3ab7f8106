using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.State;
using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// One step of the rule engine with twenty triggers of all fourteen types and 10,000 landmarks, for vehicles that drive about among
/// them at 1 Hz and cause nothing: what every message of a fleet costs before anybody is told of anything.
/// </summary>
internal static class RuleStep
{
    private const int Rounds = 15;
    private const int WarmUpRounds = 4;
    private const int Vehicles = 64;
    private const int SamplesPerVehicle = 1_500;
    private const int Landmarks = 10_000;
    private const double TargetMicroseconds = 2;
    private const int Seed = 20_080_517;
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    /// <returns>0 when the median step is within the target and no step without an event allocates.</returns>
    public static int Run(TextWriter output)
    {
        var book = new RuleBook { Version = 1, Detections = Twenty(), Landmarks = LandmarkIndex.Build(Places(new Random(Seed))) };
        var drives = Enumerable.Range(0, Vehicles).Select(v => Drive(v, new Random(Seed + v))).ToList();
        var events = new List<RuleEvent>();
        var (steps, allocated, told) = (new List<double>(Rounds), 0L, 0);
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var states = drives.Select((_, v) => new VehicleState(new VehicleKey(1, "truck-" + v))).ToList();
            Apply(states, drives, 0, 100, book, events);
            events.Clear();

            // A collection that ends while a round runs would count the thread's unused room as allocated.
            GC.Collect();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Apply(states, drives, 100, SamplesPerVehicle, book, events);
            var elapsed = Stopwatch.GetElapsedTime(started);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (round >= WarmUpRounds)
            {
                steps.Add(elapsed.TotalMicroseconds / (Vehicles * (SamplesPerVehicle - 100)));
                allocated += bytes;
                told += events.Count;
            }
        }

        var median = steps.Order().ElementAt(steps.Count / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rules: 20 triggers, {Landmarks} landmarks: {median:F2} µs a step ({steps.Min():F2} to {steps.Max():F2}), {allocated} bytes allocated, {told} events"));
        return median <= TargetMicroseconds && allocated == 0 ? 0 : 1;
    }

    private static void Apply(
        List<VehicleState> states, List<Sample[]> drives, int from, int to, RuleBook book, List<RuleEvent> events)
    {
        for (var i = from; i < to; i++)
        {
            for (var v = 0; v < states.Count; v++)
            {
                RuleEngine.Apply(states[v], drives[v][i], book, events);
            }
        }
    }

    private static Detection[] Twenty() =>
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
    private static List<Landmark> Places(Random random)
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
    private static Sample[] Drive(int vehicle, Random random)
    {
        var latitude = 48.006 + (vehicle / 100.0);
        var longitude = 11.0;
        return
        [
            .. Enumerable.Range(0, SamplesPerVehicle).Select(i =>
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
