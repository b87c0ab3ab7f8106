using System.Text;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Journal;

/// <summary>Inputs of every kind with every field present or absent, ordinary and awkward values mixed.</summary>
internal sealed class RandomInputs(int seed)
{
    private static readonly string[] Texts = ["", "a", "01A3F2C418000045", "Lkw Süd-7", "🚚 truck", "\0\t\"\\", new string('x', 300)];

    private static readonly double[] Awkward =
    [
        0, -0.0, 1, -1, 0.1, 1e-9, double.Epsilon, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity,
        9_007_199_254_740_991, 9_007_199_254_740_993, -9_007_199_254_740_992, 1.0 / 3, 18_233_400.000000004, 1e15 + 0.3,
    ];

    private readonly Random _random = new(seed);

    public VehicleInput Next() => _random.Next(9) switch
    {
        0 => Heartbeat(),
        1 => Inspection(),
        2 => Driver(),
        4 => new HeartbeatReport { Time = Time(), Received = Time(), IsConnect = true },
        3 => new Tick { Time = Time(), Received = Time() },
        _ => Sample(),
    };

    private Sample Sample() => new()
    {
        Time = Time(),
        Received = Time(),
        Sequence = Maybe(Integer),
        ContentHash = (ulong)_random.NextInt64(),
        Position = Maybe(() => new Position(Real(), Real())),
        FixValid = Flag(),
        GpsSpeed = Maybe(AnySpeed),
        EcuSpeed = Maybe(AnySpeed),
        HeadingDegrees = Maybe(Real),
        AltitudeMeters = Maybe(Real),
        AccuracyMeters = Maybe(Real),
        Hdop = Maybe(Real),
        Satellites = Maybe(() => _random.Next()),
        Ignition = Maybe(Flag),
        Moving = Maybe(Flag),
        Pto = Maybe(Flag),
        Rpm = Maybe(Real),
        EngineHours = Maybe(Real),
        OdometerMeters = Maybe(Real),
        FuelPercent = Maybe(Real),
        SupplyVolts = Maybe(Real),
        FuelUsedLiters = Maybe(Real),
        PostedLimit = Maybe(AnySpeed),
        Temperatures = Many(() => new ProbeReading(Text(), Maybe(Real))),
        DriverTag = MaybeText(),
        Vin = MaybeText(),
        Reason = MaybeText(),
        Buffered = Flag(),
        DiagnosticCodes = Many(Text),
        Extras = Flag() ? default : Encoding.UTF8.GetBytes("{\"a\":\"" + Text() + "\"}"),
    };

    private HeartbeatReport Heartbeat() => new()
    {
        Time = Time(),
        Received = Time(),
        ContentHash = (ulong)_random.NextInt64(),
        SupplyVolts = Maybe(Real),
        Extras = Encoding.UTF8.GetBytes(Text()),
    };

    private DriverReport Driver() => new()
    {
        Time = Time(),
        Received = Time(),
        Action = Flag() ? DriverAction.Assign : DriverAction.Unassign,
        Tag = MaybeText(),
        DriverId = MaybeText(),
        Source = Text(),
        ContentHash = (ulong)_random.NextInt64(),
    };

    private InspectionReport Inspection() => new()
    {
        Time = Time(),
        Received = Time(),
        ReportId = Text(),
        Revision = _random.Next(),
        InspectionType = Text(),
        Status = Text(),
        StartedAt = Maybe(Time),
        OdometerMeters = Maybe(Real),
        TrailerId = MaybeText(),
        TrailerLabel = MaybeText(),
        Place = MaybeText(),
        Repair = MaybeText(),
        Parts = Many(() => new InspectedPart(
            Text(), Text(), Many(() => new InspectionDefect(Text(), MaybeText(), Text())))),
        Signatures = Many(() => new InspectionSignature(Text(), MaybeText(), Maybe(Time), MaybeText())),
    };

    private bool Flag() => _random.Next(2) == 0;

    private long Integer() => Flag() ? _random.Next(100_000) : _random.NextInt64(long.MinValue, long.MaxValue);

    private Instant Time() => new(Flag() ? 1_795_339_815_250 + _random.Next(1_000_000) : Integer());

    private double Real() => _random.Next(4) switch
    {
        0 => Awkward[_random.Next(Awkward.Length)],
        1 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)),
        _ => Math.Round((_random.NextDouble() * 360) - 180, _random.Next(9)),
    };

    private Speed AnySpeed() => new(Real(), (SpeedUnit)_random.Next(4));

    private string Text() => Texts[_random.Next(Texts.Length)];

    private string? MaybeText() => Flag() ? null : Text();

    private T? Maybe<T>(Func<T> make)
        where T : struct => Flag() ? null : make();

    private T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];
}
