using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using Fields = EdgeRelay.Gateway.Journal.InputCodecSampleFields;

namespace EdgeRelay.Gateway.Journal;

/// <summary>The fields of a <see cref="Sample"/> in the journal.</summary>
internal static class InputCodecSample
{
    public static void Write(ref InputCodecWriter writer, Sample sample)
    {
        var fields = FieldsOf(sample);
        writer.Unsigned((ulong)fields);
        writer.Fixed64(sample.ContentHash);
        if (sample.Sequence is { } sequence)
        {
            writer.Signed(sequence);
        }

        if (sample.Position is { } position)
        {
            writer.Real(position.Latitude);
            writer.Real(position.Longitude);
        }

        WriteSpeed(ref writer, sample.GpsSpeed);
        WriteReal(ref writer, sample.HeadingDegrees);
        WriteReal(ref writer, sample.AccuracyMeters);
        if (sample.Satellites is { } satellites)
        {
            writer.Signed(satellites);
        }

        WriteReal(ref writer, sample.OdometerMeters);
        WriteTemperatures(ref writer, sample.Temperatures);
        WriteText(ref writer, sample.DriverTag);
        WriteReal(ref writer, sample.AltitudeMeters);
        WriteReal(ref writer, sample.Hdop);
        WriteReal(ref writer, sample.SupplyVolts);
        WriteReal(ref writer, sample.Rpm);
        WriteText(ref writer, sample.Reason);
        WriteReal(ref writer, sample.FuelPercent);
        WriteSpeed(ref writer, sample.EcuSpeed);
        WriteSpeed(ref writer, sample.PostedLimit);
        WriteReal(ref writer, sample.EngineHours);
        WriteText(ref writer, sample.Vin);
        WriteCodes(ref writer, sample.DiagnosticCodes);
        if (!sample.Extras.IsEmpty)
        {
            writer.Bytes(sample.Extras.Span);
        }

        WriteReal(ref writer, sample.FuelUsedLiters);
    }

    // Initialisers run in the order in which they are written: it is the order of the bytes.
    public static Sample? Read(ref InputCodecReader reader, Instant time, Instant received)
    {
        var fields = (Fields)reader.Unsigned();
        if ((fields & ~Fields.All) != 0)
        {
            return null;
        }

        return new Sample
        {
            Time = time,
            Received = received,
            ContentHash = reader.Fixed64(),
            Sequence = Has(fields, Fields.Sequence) ? reader.Signed() : null,
            Position = Has(fields, Fields.Position) ? new Position(reader.Real(), reader.Real()) : null,
            GpsSpeed = ReadSpeed(ref reader, fields, Fields.GpsSpeed),
            HeadingDegrees = ReadReal(ref reader, fields, Fields.Heading),
            AccuracyMeters = ReadReal(ref reader, fields, Fields.Accuracy),
            Satellites = Has(fields, Fields.Satellites) ? (int)reader.Signed() : null,
            OdometerMeters = ReadReal(ref reader, fields, Fields.Odometer),
            Temperatures = Has(fields, Fields.Temperatures) ? ReadTemperatures(ref reader) : [],
            DriverTag = ReadText(ref reader, fields, Fields.DriverTag),
            AltitudeMeters = ReadReal(ref reader, fields, Fields.Altitude),
            Hdop = ReadReal(ref reader, fields, Fields.Hdop),
            SupplyVolts = ReadReal(ref reader, fields, Fields.SupplyVolts),
            Rpm = ReadReal(ref reader, fields, Fields.Rpm),
            Reason = ReadText(ref reader, fields, Fields.Reason),
            FuelPercent = ReadReal(ref reader, fields, Fields.FuelPercent),
            EcuSpeed = ReadSpeed(ref reader, fields, Fields.EcuSpeed),
            PostedLimit = ReadSpeed(ref reader, fields, Fields.PostedLimit),
            EngineHours = ReadReal(ref reader, fields, Fields.EngineHours),
            Vin = ReadText(ref reader, fields, Fields.Vin),
            DiagnosticCodes = Has(fields, Fields.DiagnosticCodes) ? ReadCodes(ref reader) : [],
            Extras = Has(fields, Fields.Extras) ? reader.Bytes() : default(ReadOnlyMemory<byte>),
            FuelUsedLiters = ReadReal(ref reader, fields, Fields.FuelUsed),
            Ignition = ReadFlag(fields, Fields.IgnitionKnown, Fields.IgnitionOn),
            Moving = ReadFlag(fields, Fields.MovingKnown, Fields.MovingTrue),
            Pto = ReadFlag(fields, Fields.PtoKnown, Fields.PtoTrue),
            Buffered = Has(fields, Fields.Buffered),
            FixValid = !Has(fields, Fields.FixInvalid),
        };
    }

    private static Fields FieldsOf(Sample sample) =>
        If(sample.Sequence is not null, Fields.Sequence)
        | If(sample.Position is not null, Fields.Position)
        | If(sample.GpsSpeed is not null, Fields.GpsSpeed)
        | If(sample.HeadingDegrees is not null, Fields.Heading)
        | If(sample.AccuracyMeters is not null, Fields.Accuracy)
        | If(sample.Satellites is not null, Fields.Satellites)
        | If(sample.Ignition is not null, Fields.IgnitionKnown)
        | If(sample.Ignition is true, Fields.IgnitionOn)
        | If(sample.OdometerMeters is not null, Fields.Odometer)
        | If(sample.Temperatures.Count > 0, Fields.Temperatures)
        | If(sample.DriverTag is not null, Fields.DriverTag)
        | If(sample.AltitudeMeters is not null, Fields.Altitude)
        | If(sample.Hdop is not null, Fields.Hdop)
        | If(sample.Moving is not null, Fields.MovingKnown)
        | If(sample.Moving is true, Fields.MovingTrue)
        | If(sample.SupplyVolts is not null, Fields.SupplyVolts)
        | If(sample.Rpm is not null, Fields.Rpm)
        | If(sample.Reason is not null, Fields.Reason)
        | If(sample.FuelPercent is not null, Fields.FuelPercent)
        | If(sample.Buffered, Fields.Buffered)
        | If(!sample.FixValid, Fields.FixInvalid)
        | If(sample.EcuSpeed is not null, Fields.EcuSpeed)
        | If(sample.PostedLimit is not null, Fields.PostedLimit)
        | If(sample.Pto is not null, Fields.PtoKnown)
        | If(sample.Pto is true, Fields.PtoTrue)
        | If(sample.EngineHours is not null, Fields.EngineHours)
        | If(sample.Vin is not null, Fields.Vin)
        | If(sample.DiagnosticCodes.Count > 0, Fields.DiagnosticCodes)
        | If(!sample.Extras.IsEmpty, Fields.Extras)
        | If(sample.FuelUsedLiters is not null, Fields.FuelUsed);

    private static Fields If(bool present, Fields field) => present ? field : Fields.None;

    private static bool Has(Fields fields, Fields field) => (fields & field) != 0;

    private static bool? ReadFlag(Fields fields, Fields known, Fields on) => Has(fields, known) ? Has(fields, on) : null;

    private static void WriteReal(ref InputCodecWriter writer, double? value)
    {
        if (value is { } number)
        {
            writer.Real(number);
        }
    }

    private static double? ReadReal(ref InputCodecReader reader, Fields fields, Fields field) =>
        Has(fields, field) ? reader.Real() : null;

    private static void WriteText(ref InputCodecWriter writer, string? text)
    {
        if (text is not null)
        {
            writer.Text(text);
        }
    }

    private static string? ReadText(ref InputCodecReader reader, Fields fields, Fields field) =>
        Has(fields, field) ? reader.Text() : null;

    private static void WriteSpeed(ref InputCodecWriter writer, Speed? speed)
    {
        if (speed is { } known)
        {
            writer.Byte((byte)known.Unit);
            writer.Real(known.Value);
        }
    }

    private static Speed? ReadSpeed(ref InputCodecReader reader, Fields fields, Fields field)
    {
        if (!Has(fields, field))
        {
            return null;
        }

        var unit = (SpeedUnit)reader.Byte();
        if (unit > SpeedUnit.Knots)
        {
            reader.Fail();
        }

        return new Speed(reader.Real(), unit);
    }

    private static void WriteTemperatures(ref InputCodecWriter writer, IReadOnlyList<ProbeReading> readings)
    {
        if (readings.Count == 0)
        {
            return;
        }

        writer.Unsigned((ulong)readings.Count);
        for (var i = 0; i < readings.Count; i++)
        {
            writer.Text(readings[i].Probe);
            writer.OptionalReal(readings[i].Celsius);
        }
    }

    private static ProbeReading[] ReadTemperatures(ref InputCodecReader reader)
    {
        var readings = new ProbeReading[reader.Count()];
        for (var i = 0; i < readings.Length && !reader.Failed; i++)
        {
            readings[i] = new ProbeReading(reader.Text(), reader.OptionalReal());
        }

        return readings;
    }

    private static void WriteCodes(ref InputCodecWriter writer, IReadOnlyList<string> codes)
    {
        if (codes.Count == 0)
        {
            return;
        }

        writer.Unsigned((ulong)codes.Count);
        for (var i = 0; i < codes.Count; i++)
        {
            writer.Text(codes[i]);
        }
    }

    private static string[] ReadCodes(ref InputCodecReader reader)
    {
        var codes = new string[reader.Count()];
        for (var i = 0; i < codes.Length && !reader.Failed; i++)
        {
            codes[i] = reader.Text();
        }

        return codes;
    }
}
