using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests;

/// <summary>Builds a dull valid sample; a test names only what matters to it.</summary>
internal sealed class SampleBuilder(double second)
{
    private readonly Instant _time = Given.Start.PlusSeconds(second);
    private readonly List<ProbeReading> _temperatures = [];
    private Instant? _received;
    private Position? _position;
    private Speed? _speed;
    private Speed? _limit;
    private bool? _ignition;
    private bool? _pto;
    private double? _accuracy;
    private double? _rpm;
    private double? _odometer;
    private double? _heading;
    private double? _hdop;
    private int? _satellites;
    private bool _valid = true;
    private bool _buffered;
    private string? _tag;
    private string? _reason;
    private double? _volts;
    private double? _fuel;
    private long? _sequence;
    private ulong? _hash;

    public SampleBuilder At(Position position) => Set(() => _position = position);

    public SampleBuilder Mph(double mph) => Set(() => _speed = Speed.FromMph(mph));

    public SampleBuilder Kmh(double kmh) => Set(() => _speed = Speed.FromKmh(kmh));

    public SampleBuilder LimitMph(double mph) => Set(() => _limit = Speed.FromMph(mph));

    public SampleBuilder Ignition(bool on) => Set(() => _ignition = on);

    public SampleBuilder Pto(bool on) => Set(() => _pto = on);

    public SampleBuilder Accuracy(double meters) => Set(() => _accuracy = meters);

    public SampleBuilder Rpm(double rpm) => Set(() => _rpm = rpm);

    public SampleBuilder Odometer(double meters) => Set(() => _odometer = meters);

    public SampleBuilder Heading(double degrees) => Set(() => _heading = degrees);

    public SampleBuilder Hdop(double hdop) => Set(() => _hdop = hdop);

    public SampleBuilder Satellites(int count) => Set(() => _satellites = count);

    public SampleBuilder InvalidFix() => Set(() => _valid = false);

    public SampleBuilder Buffered() => Set(() => _buffered = true);

    public SampleBuilder Tag(string tag) => Set(() => _tag = tag);

    public SampleBuilder Reason(string reason) => Set(() => _reason = reason);

    public SampleBuilder Volts(double volts) => Set(() => _volts = volts);

    public SampleBuilder FuelUsed(double liters) => Set(() => _fuel = liters);

    public SampleBuilder Sequence(long sequence) => Set(() => _sequence = sequence);

    public SampleBuilder Content(ulong hash) => Set(() => _hash = hash);

    public SampleBuilder Temperature(string probe, double? celsius) => Set(() => _temperatures.Add(new ProbeReading(probe, celsius)));

    public SampleBuilder Received(Instant received) => Set(() => _received = received);

    public Sample Build() => new()
    {
        Time = _time,
        Received = _received ?? _time.PlusSeconds(1),
        Sequence = _sequence,
        ContentHash = _hash ?? (ulong)_time.UnixMilliseconds,
        Position = _position,
        FixValid = _valid,
        GpsSpeed = _speed,
        PostedLimit = _limit,
        Ignition = _ignition,
        Pto = _pto,
        AccuracyMeters = _accuracy,
        Rpm = _rpm,
        OdometerMeters = _odometer,
        HeadingDegrees = _heading,
        Hdop = _hdop,
        Satellites = _satellites,
        Temperatures = _temperatures,
        DriverTag = _tag,
        Reason = _reason,
        SupplyVolts = _volts,
        FuelUsedLiters = _fuel,
        Buffered = _buffered,
    };

    private SampleBuilder Set(Action change)
    {
        change();
        return this;
    }
}
