using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>A vehicle's day made from a seed: parking, idling, driving to and fro over landmarks, silences, equal times, odd fixes.</summary>
internal sealed class RandomDrive(int seed)
{
    /// <summary>The tag that has an owner; the drives show another one too.</summary>
    public const string Tag = "021CB801000000A2";

    private readonly Random _luck = new(seed);
    private double _second;
    private double _east = 900;
    private double _odometer = 100_000;
    private bool _ignition;

    public static RuleBook Everything { get; } = new()
    {
        Version = 1,
        Landmarks = LandmarkIndex.Build(
        [
            Given.Yard(1, 1000, 2000),
            Given.Yard(2, 2000, 2600) with { SpeedLimitMph = 20 },
            Given.Yard(3, 1500, 2300, 60) with { EnterDwellSeconds = 45, LeaveDwellSeconds = 30 },
            Given.Yard(4, 4000, 4080),
        ]),
        Drivers = new DriverDirectory(new Dictionary<string, string> { [Tag] = "anna" }),
        DriverRules = new DriverSettings { UnassignAfterOffSeconds = 400 },
        Detections =
        [
            new Detection.Location(),
            new Detection.Location { MinDistanceMeters = 500 },
            new Detection.Speed { Mph = 40 },
            new Detection.Speed { Mph = 40, Episode = true },
            new Detection.Speed { Mph = 30, Episode = true, MinDurationSeconds = 40, MinFixes = 2 },
            new Detection.PostedSpeed(),
            new Detection.PostedSpeed { Episode = true, OverMph = 5, RepeatSeconds = 20 },
            new Detection.Speed { Mph = 20, Episode = true, RepeatSeconds = 45 },
            new Detection.Heartbeat { MissedAfterSeconds = 900, OnConnect = true },
            new Detection.TripComplete(),
            new Detection.IgnitionOn(),
            new Detection.IgnitionOff(),
            new Detection.LandmarkEnter { ReportInitial = true },
            new Detection.LandmarkLeave(),
            new Detection.LandmarkChange(),
            new Detection.Idle { MinSeconds = 30 },
            new Detection.Idle { MinSeconds = 120, RepeatSeconds = 100 },
            new Detection.Temperature(),
            new Detection.Temperature { Mode = TemperatureMode.Change },
            new Detection.Temperature { Mode = TemperatureMode.Band, LowCelsius = -20, HighCelsius = -15, MinDurationSeconds = 30 },
            new Detection.Temperature
            {
                Mode = TemperatureMode.Band,
                LowCelsius = -19,
                HighCelsius = -16,
                Probes = NameList.Of("cargo"),
                RepeatSeconds = 60,
            },
            new Detection.Dvir(),
            new Detection.Dvir { OnUpdate = false, Statuses = NameList.Of("safe") },
            new Detection.DriverAssignment(),
        ],
    };

    public static List<Sample> Samples(int seed, int count = 120)
    {
        var drive = new RandomDrive(seed);
        return [.. Enumerable.Range(0, count).Select(drive.Next)];
    }

    /// <summary>Samples with heartbeats, inspections and driver messages between them.</summary>
    public static List<VehicleInput> Mixed(int seed, int count = 120)
    {
        var luck = new Random(seed);
        var inputs = new List<VehicleInput>();
        foreach (var sample in Samples(seed, count))
        {
            inputs.Add(sample);
            var (time, received) = (sample.Time.PlusSeconds(luck.Next(3)), sample.Received);
            switch (luck.Next(24))
            {
                case 0:
                    inputs.Add(new HeartbeatReport { Time = time, Received = received, ContentHash = (ulong)luck.Next(), SupplyVolts = 12.5 });
                    break;
                case 1:
                    inputs.Add(new DriverReport
                    {
                        Time = time,
                        Received = received,
                        Action = (DriverAction)luck.Next(2),
                        DriverId = "carla",
                        ContentHash = (ulong)inputs.Count,
                    });
                    break;
                case 2:
                    inputs.Add(new InspectionReport
                    {
                        Time = time,
                        Received = received,
                        ReportId = "D" + luck.Next(3),
                        Revision = luck.Next(1, 4),
                        InspectionType = "ad_hoc",
                        Status = "safe",
                    });
                    break;
                case 3:
                    inputs.Add(new HeartbeatReport { Time = received, Received = received, IsConnect = true });
                    break;
            }
        }

        return inputs;
    }

    public static List<RuleEvent> Run(IEnumerable<VehicleInput> inputs)
    {
        var drive = new Drive(Everything);
        foreach (var input in inputs)
        {
            drive.Send(input);
        }

        return drive.Events;
    }

    /// <summary>All that an event says, as text that can be compared.</summary>
    public static string Told(RuleEvent found) =>
        $"{found} in {string.Join(',', found.Vehicle.LandmarkIds)}";

    private Sample Next(int number)
    {
        _second += _luck.Next(40) switch
        {
            0 => 0,
            1 => 250 + (_luck.NextDouble() * 5000),
            2 => 130,
            < 10 => 1,
            _ => 10 + Math.Round(_luck.NextDouble() * 30, 2),
        };
        var mph = _luck.Next(4) == 0 ? 0 : _luck.Next(60);
        _ignition = _luck.Next(12) == 0 ? !_ignition : _ignition || mph > 0;
        _east += _luck.Next(-1, 2) * (mph == 0 ? 5 : _luck.Next(600));
        _odometer += Math.Abs(_east) / 100;
        var sample = new SampleBuilder(_second).Content((ulong)number + 1);
        if (_luck.Next(10) > 0)
        {
            sample.At(_luck.Next(60) == 0 ? Given.Meters(900_000) : Given.Meters(_east, _luck.Next(-40, 40)));
        }

        return Decorate(sample, mph).Build();
    }

    private SampleBuilder Decorate(SampleBuilder sample, double mph)
    {
        if (_luck.Next(8) > 0)
        {
            sample.Mph(mph + Math.Round(_luck.NextDouble(), 1)).Ignition(_ignition).Odometer(_odometer);
        }

        if (mph == 0)
        {
            sample.Kmh(0);
        }

        if (_luck.Next(3) > 0)
        {
            sample.LimitMph(_luck.Next(2, 7) * 5);
        }

        if (_luck.Next(6) == 0)
        {
            sample.Accuracy(_luck.Next(150)).Temperature("cargo", -18 + _luck.Next(-4, 6)).Temperature("cab", _luck.Next(3) == 0 ? 85 : 20);
        }

        return _luck.Next(10) == 0 ? sample.Tag(_luck.Next(2) == 0 ? Tag : "AB12") : sample;
    }
}
