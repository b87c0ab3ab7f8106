using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.State;

/// <summary>The last known value of each field: what a message lacks keeps its value (telematics reference 2.1).</summary>
internal struct LatestValues
{
    public string? Vin;
    public bool? Pto;
    public bool PoorFix;
    public bool ClockCorrected;
    private SpeedUnit _speedUnit;
    private SpeedUnit _postedUnit;
    private CompactNumber _speed;
    private CompactNumber _posted;
    private CompactInteger _fixTime;
    private CompactPlace _position;
    private CompactNumber _accuracy;
    private CompactNumber _heading;
    private CompactNumber _average;
    private CompactNumber _max;
    private CompactNumber _odometer;
    private CompactNumber _volts;
    private CompactNumber _fuelUsed;

    public long? FixTime
    {
        readonly get => _fixTime;
        set => _fixTime = value;
    }

    public Position? Position
    {
        readonly get => _position;
        set => _position = value;
    }

    public double? AccuracyMeters
    {
        readonly get => _accuracy;
        set => _accuracy = value;
    }

    public double? HeadingDegrees
    {
        readonly get => _heading;
        set => _heading = value;
    }

    public Speed? Speed
    {
        readonly get => In(_speed, _speedUnit);
        set => (_speed, _speedUnit) = (value?.Value, value.GetValueOrDefault().Unit);
    }

    public double? AverageMph
    {
        readonly get => _average;
        set => _average = value;
    }

    public double? MaxMph
    {
        readonly get => _max;
        set => _max = value;
    }

    public Speed? PostedLimit
    {
        readonly get => In(_posted, _postedUnit);
        set => (_posted, _postedUnit) = (value?.Value, value.GetValueOrDefault().Unit);
    }

    public double? OdometerMeters
    {
        readonly get => _odometer;
        set => _odometer = value;
    }

    public double? SupplyVolts
    {
        readonly get => _volts;
        set => _volts = value;
    }

    public double? FuelUsedLiters
    {
        readonly get => _fuelUsed;
        set => _fuelUsed = value;
    }

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(FixTime);
        writer.Place(Position);
        writer.Number(AccuracyMeters);
        writer.Number(HeadingDegrees);
        writer.Speed(Speed);
        writer.Number(AverageMph);
        writer.Number(MaxMph);
        writer.Flag(Pto);
        writer.Speed(PostedLimit);
        writer.Repeated(OdometerMeters);
        writer.Number(SupplyVolts);
        writer.Number(FuelUsedLiters);
        writer.Text(Vin);
        writer.Byte((byte)((PoorFix ? 1 : 0) | (ClockCorrected ? 2 : 0)));
    }

    public static LatestValues Read(ref StateReader reader)
    {
        var values = new LatestValues
        {
            FixTime = reader.MaybeTime(),
            Position = reader.MaybePlace(),
            AccuracyMeters = reader.MaybeNumber(),
            HeadingDegrees = reader.MaybeNumber(),
            Speed = reader.MaybeSpeed(),
            AverageMph = reader.MaybeNumber(),
            MaxMph = reader.MaybeNumber(),
            Pto = reader.MaybeFlag(),
            PostedLimit = reader.MaybeSpeed(),
            OdometerMeters = reader.MaybeRepeated(),
            SupplyVolts = reader.MaybeNumber(),
            FuelUsedLiters = reader.MaybeNumber(),
            Vin = reader.Text(),
        };
        var flags = reader.Byte();
        values.PoorFix = (flags & 1) != 0;
        values.ClockCorrected = (flags & 2) != 0;
        return values;
    }

    private static Speed? In(double? number, SpeedUnit unit) => number is { } known ? new Speed(known, unit) : null;
}
