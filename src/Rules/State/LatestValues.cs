using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.State;

/// <summary>The last known value of each field: what a message lacks keeps its value (telematics reference 2.1).</summary>
internal struct LatestValues
{
    public long? FixTime;
    public Position? Position;
    public double? AccuracyMeters;
    public double? HeadingDegrees;
    public Speed? Speed;
    public double? AverageMph;
    public double? MaxMph;
    public bool? Pto;
    public Speed? PostedLimit;
    public double? OdometerMeters;
    public double? SupplyVolts;
    public double? FuelUsedLiters;
    public string? Vin;
    public bool PoorFix;
    public bool ClockCorrected;

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
}
