using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using EventId = EdgeRelay.Rules.Events.EventId;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>One believable event per type: for test messages, for the first payload of a webhook, for examples in the API.</summary>
public static class SampleEvents
{
    private const long YardId = 963560;
    private const string DriverId = "4551485";
    private const double MetersPerMile = 1609.344;

    private static Landmark Yard => new()
    {
        Id = YardId,
        Name = "Yard",
        Group = "Depots",
        Kind = LandmarkKind.Polygon,
        Geometry = new GeometryFactory().ToGeometry(new Envelope(-111.632, -111.629, 33.438, 33.441)),
        GeometryVersion = 1,
    };

    /// <summary>When the examples happen: the seed's own message.</summary>
    public static Instant ExampleTime { get; } = new(1_450_210_818_000);

    /// <summary>How long the sample events are on their way to the gateway, seconds.</summary>
    public const double OnTheWaySeconds = 1.412;

    /// <summary>Names that the sample events refer to.</summary>
    public static EventPayloadContext Context { get; } = new()
    {
        Vehicle = VehicleProfile.Create("Truck 203", "1234567", "America/Phoenix"),
        Landmarks = new LandmarkNames(LandmarkIndex.Build([Yard])),
        Drivers = new DriverNames(new Dictionary<string, DriverProfile>
        {
            [DriverId] = new("Driver", "12", "driver12@example.com", "+1 480 555 0112"),
        }),
    };

    /// <summary>The example of a type, always the same.</summary>
    /// <param name="type">One of the fourteen keys.</param>
    public static RuleEvent For(string type) =>
        For(EventTypes.Find(type).Default, 123456, new EventId(0xD52C839869BF8195, 0x99EE834836AC928B), ExampleTime);

    /// <summary>A sample event as if a vehicle of the account had just caused it.</summary>
    /// <param name="detection">What a webhook looks for; its threshold shows in the event.</param>
    /// <param name="accountId">Owner of the webhook.</param>
    /// <param name="id">A new id for each message, or receivers take the second one for a repeat.</param>
    /// <param name="at">When it is said to have happened.</param>
    public static RuleEvent For(Detection detection, long accountId, EventId id, Instant at)
    {
        ArgumentNullException.ThrowIfNull(detection);
        var (kind, subject, detail) = Describe(detection, at);
        return new RuleEvent
        {
            Id = id,
            DerivedId = id,
            Detection = detection,
            Kind = kind,
            Subject = subject,
            OccurredAt = at,
            ConfirmedAt = at,
            ReceivedAt = at.PlusSeconds(OnTheWaySeconds),
            Vehicle = Vehicle(detection, accountId, at),
            Detail = detail,
        };
    }

    private static VehicleSnapshot Vehicle(Detection detection, long accountId, Instant at) => new()
    {
        Key = new VehicleKey(accountId, "CA1234567"),
        FixTime = at,
        Position = new Position(33.659575, -111.9248385),
        AccuracyMeters = 4.5,
        HeadingDegrees = 197,
        Speed = Speed.FromMph(detection switch
        {
            Detection.Speed speed => speed.Mph + 3,
            Detection.PostedSpeed posted => 45 + posted.OverMph,
            Detection.Location or Detection.LandmarkEnter or Detection.LandmarkChange => 12,
            _ => 0,
        }),
        AverageSpeedMph = 9,
        MaxSpeedMph = 31,
        Ignition = true,
        PostedLimit = Speed.FromMph(45),
        OdometerMeters = 56844.6 * MetersPerMile,
        SupplyVolts = 13.9,
        Vin = "5FNRL38487B803001",
        DriverId = DriverId,
        LandmarkIds = detection is Detection.LandmarkLeave ? [] : [YardId],
    };

    private static (EventKind Kind, string Subject, EventDetail Detail) Describe(Detection detection, Instant at) => detection switch
    {
        Detection.Speed speed => (EventKind.Report, "", new EventDetail.OverSpeed(speed.Mph, null, null)),
        Detection.PostedSpeed posted => (EventKind.Report, "", Posted(posted)),
        Detection.Heartbeat => (EventKind.Report, "", new EventDetail.Heartbeat(493)),
        Detection.TripComplete => (EventKind.Report, "", Trip(at)),
        Detection.IgnitionOn => (EventKind.Report, "", new EventDetail.IgnitionChanged(true, 27_126, "attribute")),
        Detection.IgnitionOff => (EventKind.Report, "", new EventDetail.IgnitionChanged(false, 1_656, "attribute")),
        Detection.LandmarkEnter or Detection.LandmarkChange => (EventKind.Enter, "963560", Crossed(42, null)),
        Detection.LandmarkLeave => (EventKind.Leave, "963560", Crossed(88, at.PlusSeconds(-1_800))),
        Detection.Idle idle => (EventKind.Start, "", Idling(idle, at)),
        Detection.Temperature reading =>
            (EventKind.Report, "cargo-1", new EventDetail.TemperatureRead("cargo-1", -14.5, reading.LowCelsius, reading.HighCelsius, null, null)),
        Detection.Dvir => (EventKind.Report, "D-991", new EventDetail.Inspected(Inspection(at))),
        Detection.DriverAssignment =>
            (EventKind.Assign, DriverId, new EventDetail.DriverChanged(DriverId, null, "01A3F2C418000045", false, "tag", at)),
        _ => (EventKind.Report, "", new EventDetail.Location()),
    };

    private static EventDetail.OverPostedSpeed Posted(Detection.PostedSpeed posted) => new(
        posted.OverMph, Speed.FromMph(45), posted.OverMph, "map", "N Scottsdale Rd", "5670123", 4.2, null, null);

    private static EventDetail.TripComplete Trip(Instant at) => new(
        "trp_19",
        at.PlusSeconds(-547),
        at,
        new Position(33.4524453, -111.6850295),
        new Position(33.4391695, -111.6301206),
        null,
        YardId,
        3.8 * MetersPerMile,
        "odometer",
        IdleSeconds: 40,
        MaxSpeedMph: 69,
        AverageSpeedMph: 25,
        Points: 55,
        "ignition_off",
        at.PlusSeconds(-554),
        [new DrivenPart(DriverId, at.PlusSeconds(-547), at)]);

    private static EventDetail.LandmarkCrossed Crossed(double proximityMeters, Instant? enteredAt) => new(
        YardId, "vis_3", proximityMeters, enteredAt is null, false, false, enteredAt, enteredAt is null ? null : 1_800);

    private static EventDetail.Idling Idling(Detection.Idle idle, Instant at) => new(
        idle.MinSeconds, new Interval("int_8", at.PlusSeconds(-idle.MinSeconds)), idle.MinSeconds, 51, 0.0137 * idle.MinSeconds / 120);

    private static InspectionReport Inspection(Instant at) => new()
    {
        Time = at,
        Received = at,
        ReportId = "D-991",
        InspectionType = "pre_trip",
        Status = "unsafe",
        StartedAt = at.PlusSeconds(-480),
        Parts =
        [
            new InspectedPart("horn", "ok", []),
            new InspectedPart("tires", "defect", [new InspectionDefect("Left rear worn", null, "major")]),
        ],
        Signatures = [new InspectionSignature("driver", "Driver 12", at, null)],
    };
}
