using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Tests.Properties;

namespace EdgeRelay.Rules.Tests;

/// <summary>Twenty detections of all fourteen types, as a customer with many wishes has them.</summary>
internal static class Twenty
{
    public static Detection[] Detections { get; } =
    [
        new Detection.Location(),
        new Detection.Location { MinDistanceMeters = 500 },
        new Detection.Speed { Mph = 60 },
        new Detection.Speed { Mph = 60, Episode = true },
        new Detection.Speed { Mph = 70, Episode = true, MinDurationSeconds = 30 },
        new Detection.PostedSpeed(),
        new Detection.PostedSpeed { Episode = true, OverMph = 5 },
        new Detection.Heartbeat { MissedAfterSeconds = 86_400 },
        new Detection.TripComplete(),
        new Detection.IgnitionOn(),
        new Detection.IgnitionOff(),
        new Detection.LandmarkEnter(),
        new Detection.LandmarkLeave(),
        new Detection.LandmarkChange(),
        new Detection.Idle(),
        new Detection.Idle { MinSeconds = 300 },
        new Detection.Temperature(),
        new Detection.Temperature { Mode = TemperatureMode.Band, LowCelsius = -22, HighCelsius = -15, Probes = NameList.Of("cargo") },
        new Detection.Dvir(),
        new Detection.DriverAssignment(),
    ];

    public static RuleBook Book { get; } = new()
    {
        Version = 1,
        Detections = Detections,
        Landmarks = RandomDrive.Everything.Landmarks,
        Drivers = RandomDrive.Everything.Drivers,
    };
}
