using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests.Properties;

/// <summary>Inputs of every kind with every field present or absent, ordinary and awkward values mixed, in no order of time.</summary>
internal sealed class AnyInput(int seed)
{
    // Years 1 to 9999: what a decoder lets through.
    private const long Earliest = -62_135_596_800_000;
    private const long Latest = 253_402_300_799_999;

    private static readonly string[] Texts =
        ["", "a", "021CB801000000A2", "A2000000 01B81C02", "0000000000000000", "disconnected", "i", "I", "ignition_on", "🚚 \0", new string('x', 200)];

    private static readonly double[] Awkward =
    [
        0, -0.0, 1, -1, 85, -127, 0.1, 90, -90, 180, -180, 359.9, double.Epsilon, double.MaxValue, double.MinValue, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity, 1e15, 12.8, 13.2, 28,
    ];

    private readonly Random _luck = new(seed);
    private long _now = Given.Start.UnixMilliseconds;

    public VehicleInput Next() => _luck.Next(10) switch
    {
        0 => new HeartbeatReport
        {
            Time = Time(),
            Received = Received(),
            ContentHash = (ulong)_luck.Next(3),
            SupplyVolts = Maybe(Real),
            IsConnect = Flag(),
        },
        1 => Inspection(),
        2 => new DriverReport
        {
            Time = Time(),
            Received = Received(),
            Action = (DriverAction)_luck.Next(2),
            Tag = MaybeText(),
            DriverId = MaybeText(),
            Source = Text(),
        },
        3 => new Tick { Time = Time(), Received = Received() },
        _ => Sample(),
    };

    private Sample Sample() => new()
    {
        Time = Time(),
        Received = Received(),
        Sequence = Maybe(() => _luck.Next(4) == 0 ? _luck.NextInt64(long.MinValue, long.MaxValue) : _luck.Next(5)),
        ContentHash = (ulong)_luck.NextInt64(),
        Position = Maybe(Place),
        FixValid = _luck.Next(10) > 0,
        GpsSpeed = Maybe(AnySpeed),
        EcuSpeed = _luck.Next(5) == 0 ? AnySpeed() : null,
        HeadingDegrees = Maybe(Real),
        AltitudeMeters = Maybe(Real),
        AccuracyMeters = Maybe(Real),
        Hdop = _luck.Next(5) == 0 ? Real() : null,
        Satellites = _luck.Next(5) == 0 ? _luck.Next(-5, 30) : null,
        Ignition = Maybe(Flag),
        Moving = Maybe(Flag),
        Pto = _luck.Next(5) == 0 ? Flag() : null,
        Rpm = Maybe(Real),
        EngineHours = Maybe(Real),
        OdometerMeters = Maybe(Real),
        FuelPercent = Maybe(Real),
        FuelUsedLiters = Maybe(Real),
        SupplyVolts = Maybe(Real),
        PostedLimit = Maybe(AnySpeed),
        Temperatures = [.. Enumerable.Range(0, _luck.Next(4)).Select(_ => new ProbeReading(Text(), Maybe(Real)))],
        DriverTag = MaybeText(),
        Vin = MaybeText(),
        Reason = MaybeText(),
        Buffered = Flag(),
    };

    private InspectionReport Inspection() => new()
    {
        Time = Time(),
        Received = Received(),
        ReportId = Text(),
        Revision = _luck.Next(3) == 0 ? int.MaxValue : _luck.Next(-1, 4),
        InspectionType = Text(),
        Status = Text(),
        StartedAt = Maybe(Time),
        OdometerMeters = Maybe(Real),
        Parts = [new InspectedPart(Text(), Text(), Flag() ? [] : [new InspectionDefect(Text(), MaybeText(), Text())])],
        Signatures = [new InspectionSignature(Text(), MaybeText(), Maybe(Time), MaybeText())],
    };

    // Mostly near what came before, at times far off.
    private Instant Time()
    {
        _now = _luck.Next(30) switch
        {
            0 => _luck.NextInt64(Earliest, Latest),
            1 => Earliest,
            2 => Latest,
            3 => Given.Start.UnixMilliseconds,
            4 => _now,
            _ => Math.Clamp(_now + _luck.Next(-5_000, 200_000), Earliest, Latest),
        };
        return new Instant(_now);
    }

    private Instant Received() => new(_luck.Next(10) == 0 ? _luck.NextInt64(Earliest, Latest) : Math.Clamp(_now + _luck.Next(-900_000, 900_000), Earliest, Latest));

    private Position Place() => _luck.Next(6) == 0 ? new Position(Real(), Real()) : Given.Meters(_luck.Next(-500, 3_000), _luck.Next(-600, 600));

    private Speed AnySpeed() => new(_luck.Next(3) == 0 ? Real() : _luck.Next(0, 80), (SpeedUnit)_luck.Next(4));

    private double Real() => _luck.Next(3) == 0 ? Awkward[_luck.Next(Awkward.Length)] : Math.Round(_luck.NextDouble() * 100, 2);

    private string Text() => Texts[_luck.Next(Texts.Length)];

    private string? MaybeText() => Flag() ? Text() : null;

    private bool Flag() => _luck.Next(2) == 0;

    private T? Maybe<T>(Func<T> make)
        where T : struct => _luck.Next(3) > 0 ? make() : null;
}
