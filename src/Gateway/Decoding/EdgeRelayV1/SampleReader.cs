// Hot path: one pass over the element's tokens into a draft on the stack; only the finished Sample is allocated.
using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads one telemetry element (telematics reference 5.1). A field that is null counts as absent.</summary>
/// <remarks>Throws <see cref="JsonException"/> on broken JSON, as the reader does; everything else is a fault.</remarks>
internal sealed class SampleReader(DecodeLimits limits, TextCache texts)
{
    private const double MetersPerKilometer = 1000;
    private const double MetersPerMile = 1609.344;

    /// <param name="payload">What <paramref name="reader"/> reads.</param>
    /// <param name="reader">Stands on the element's opening brace; on its closing one when the result is not null.</param>
    /// <param name="arrival">When the message came.</param>
    /// <param name="fault">Set when the result is null.</param>
    public Sample? Read(ReadOnlySpan<byte> payload, ref Utf8JsonReader reader, Arrival arrival, ref FaultNote fault)
    {
        var start = (int)reader.TokenStartIndex;
        var deepest = reader.CurrentDepth + limits.Depth - 1;
        var draft = default(SampleDraft);
        var seen = 0UL;
        var hasExtras = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = TelemetryFields.Identify(ref reader);
            var name = reader.ValueSpan;
            var bit = 1UL << (int)field;
            if (field != TelemetryField.Unknown && (seen & bit) != 0)
            {
                fault.Note(DeadLetterReason.BadField, FaultNote.Member(name), "the field occurs twice.");
                return null;
            }

            seen |= bit;
            reader.Read();
            if (field is TelemetryField.Unknown or TelemetryField.Extras)
            {
                hasExtras = true;
                if (!TryPassOver(field, name, ref reader, deepest, ref fault))
                {
                    return null;
                }
            }
            else if (field == TelemetryField.Time && arrival.ReplacesBadTime is not null)
            {
                draft.Time = ReadTimeIfAny(ref reader);
            }
            else if (reader.TokenType != JsonTokenType.Null && !TryReadField(field, name, ref reader, ref draft, ref fault))
            {
                return null;
            }
        }

        draft.Time = TimeOf(draft.Time, arrival);
        var element = payload[start..(int)reader.BytesConsumed];
        if (!IsComplete(draft, ref fault)
            || (hasExtras && !ExtraFields.TryCollect(element, TelemetryFields.OfSample, limits, out draft.Extras, ref fault)))
        {
            return null;
        }

        return draft.ToSample(draft.Time!.Value, arrival.Received, ContentHash.Of(element));
    }

    private static Instant? ReadTimeIfAny(ref Utf8JsonReader reader)
    {
        if (EventTime.TryRead(ref reader, out var time))
        {
            return time;
        }

        reader.Skip();
        return null;
    }

    private static Instant? TimeOf(Instant? time, Arrival arrival) =>
        arrival.ReplacesBadTime is not { } book || (time is { } own && ClockFilter.IsUsable(own, arrival.Received, book))
            ? time
            : arrival.Received;

    private static bool TryPassOver(
        TelemetryField field, ReadOnlySpan<byte> name, ref Utf8JsonReader reader, int deepest, ref FaultNote fault)
    {
        if (field == TelemetryField.Extras && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return fault.NoteField(name, ref reader, "an object");
        }

        return JsonText.TrySkip(ref reader, deepest)
            || fault.Note(DeadLetterReason.TooDeep, FaultNote.Member(name), "nested too deeply.");
    }

    private static bool IsComplete(in SampleDraft draft, ref FaultNote fault)
    {
        if (draft.Time is null)
        {
            return fault.Note(DeadLetterReason.BadTime, ".t", "the event time is missing.");
        }

        return draft.Latitude.HasValue == draft.Longitude.HasValue
            || fault.Note(DeadLetterReason.BadField, draft.Latitude.HasValue ? ".lon" : ".lat", "lat and lon come together or not at all.");
    }

    private bool TryReadField(
        TelemetryField field, ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        switch (field)
        {
            case TelemetryField.Time:
                if (!EventTime.TryRead(ref reader, out var time))
                {
                    return fault.Note(DeadLetterReason.BadTime, ".t", "RFC 3339 text, or seconds or milliseconds since 1970 expected.");
                }

                draft.Time = time;
                return true;
            case TelemetryField.Latitude:
                return TryNumber(name, ref reader, double.MinValue, ref draft.Latitude, ref fault);
            case TelemetryField.Longitude:
                return TryNumber(name, ref reader, double.MinValue, ref draft.Longitude, ref fault);
            case TelemetryField.SpeedMps or TelemetryField.SpeedKmh or TelemetryField.SpeedMph:
                return TrySpeed(name, field - TelemetryField.SpeedMps, ref reader, ref draft.GpsSpeed, ref fault);
            case TelemetryField.EcuSpeedMps or TelemetryField.EcuSpeedKmh or TelemetryField.EcuSpeedMph:
                return TrySpeed(name, field - TelemetryField.EcuSpeedMps, ref reader, ref draft.EcuSpeed, ref fault);
            case TelemetryField.LimitMps or TelemetryField.LimitKmh or TelemetryField.LimitMph:
                return TrySpeed(name, field - TelemetryField.LimitMps, ref reader, ref draft.PostedLimit, ref fault);
            case TelemetryField.Heading:
                return TryHeading(name, ref reader, ref draft, ref fault);
            case TelemetryField.Ignition:
                return TryFlag(name, ref reader, ref draft.Ignition, ref fault);
            case TelemetryField.OdometerM:
                return TryDistance(name, ref reader, 1, ref draft.OdometerMeters, ref fault);
            case TelemetryField.OdometerKm:
                return TryDistance(name, ref reader, MetersPerKilometer, ref draft.OdometerMeters, ref fault);
            case TelemetryField.OdometerMi:
                return TryDistance(name, ref reader, MetersPerMile, ref draft.OdometerMeters, ref fault);
            case TelemetryField.Accuracy:
                return TryNumber(name, ref reader, 0, ref draft.AccuracyMeters, ref fault);
            case TelemetryField.Hdop:
                return TryNumber(name, ref reader, 0, ref draft.Hdop, ref fault);
            case TelemetryField.Temperatures:
                return TryTemperatures(name, ref reader, ref draft, ref fault);
            default:
                return TryReadRareField(field, name, ref reader, ref draft, ref fault);
        }
    }

    private bool TryReadRareField(
        TelemetryField field, ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        switch (field)
        {
            case TelemetryField.Id:
                return TryId(name, ref reader, ref draft, ref fault);
            case TelemetryField.Sequence:
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var sequence))
                {
                    return fault.NoteField(name, ref reader, "an integer");
                }

                draft.Sequence = sequence;
                return true;
            case TelemetryField.Satellites:
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var satellites) || satellites < 0)
                {
                    return fault.NoteField(name, ref reader, "an integer ≥ 0");
                }

                draft.Satellites = satellites;
                return true;
            case TelemetryField.Altitude:
                return TryNumber(name, ref reader, double.MinValue, ref draft.AltitudeMeters, ref fault);
            case TelemetryField.Rpm:
                return TryNumber(name, ref reader, double.MinValue, ref draft.Rpm, ref fault);
            case TelemetryField.FuelPercent:
                return TryNumber(name, ref reader, double.MinValue, ref draft.FuelPercent, ref fault);
            case TelemetryField.FuelUsedLiters:
                return TryNumber(name, ref reader, 0, ref draft.FuelUsedLiters, ref fault);
            case TelemetryField.Volts:
                return TryNumber(name, ref reader, double.MinValue, ref draft.SupplyVolts, ref fault);
            case TelemetryField.EngineHours:
                return TryNumber(name, ref reader, double.MinValue, ref draft.EngineHours, ref fault);
            case TelemetryField.Fix:
                return TryFlag(name, ref reader, ref draft.Fix, ref fault);
            case TelemetryField.Moving:
                return TryFlag(name, ref reader, ref draft.Moving, ref fault);
            case TelemetryField.Pto:
                return TryFlag(name, ref reader, ref draft.Pto, ref fault);
            case TelemetryField.Buffered:
                return TryFlag(name, ref reader, ref draft.Buffered, ref fault);
            case TelemetryField.DriverTag:
                return TryText(name, ref reader, ref draft.DriverTag, ref fault);
            case TelemetryField.Vin:
                return TryText(name, ref reader, ref draft.Vin, ref fault);
            case TelemetryField.Reason:
                return TryText(name, ref reader, ref draft.Reason, ref fault);
            default:
                return TryDiagnosticCodes(name, ref reader, ref draft, ref fault);
        }
    }

    private static bool TryNumber(
        ReadOnlySpan<byte> name, ref Utf8JsonReader reader, double least, ref double? value, ref FaultNote fault)
    {
        if (!JsonNumber.TryRead(ref reader, out var number) || number < least)
        {
            return fault.NoteField(name, ref reader, least < 0 ? "a finite number" : "a finite number ≥ 0");
        }

        value = number;
        return true;
    }

    private static bool TrySpeed(
        ReadOnlySpan<byte> name, int unit, ref Utf8JsonReader reader, ref Speed? speed, ref FaultNote fault)
    {
        if (speed is not null)
        {
            return fault.Note(DeadLetterReason.BadField, FaultNote.Member(name), "the same speed in a second unit.");
        }

        if (!JsonNumber.TryRead(ref reader, out var number) || number < 0)
        {
            return fault.NoteField(name, ref reader, "a finite number ≥ 0");
        }

        speed = new Speed(number, (SpeedUnit)unit);
        return true;
    }

    private static bool TryDistance(
        ReadOnlySpan<byte> name, ref Utf8JsonReader reader, double metersPerUnit, ref double? meters, ref FaultNote fault)
    {
        if (meters is not null)
        {
            return fault.Note(DeadLetterReason.BadField, FaultNote.Member(name), "the odometer in a second unit.");
        }

        if (!JsonNumber.TryRead(ref reader, out var number) || !double.IsFinite(number * metersPerUnit))
        {
            return fault.NoteField(name, ref reader, "a finite number");
        }

        meters = number * metersPerUnit;
        return true;
    }

    private static bool TryHeading(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        if (!JsonNumber.TryRead(ref reader, out var degrees) || degrees is < 0 or > 360)
        {
            return fault.NoteField(name, ref reader, "degrees from 0 to 360");
        }

        draft.HeadingDegrees = degrees == 360 ? 0 : degrees;
        return true;
    }

    private static bool TryFlag(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref bool? flag, ref FaultNote fault)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            return fault.NoteField(name, ref reader, "true, false or null");
        }

        flag = reader.TokenType == JsonTokenType.True;
        return true;
    }

    private bool TryText(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref string? text, ref FaultNote fault)
    {
        if (!JsonText.TryRead(ref reader, texts, limits.TextBytes, out var read))
        {
            return fault.NoteField(name, ref reader, $"text of at most {limits.TextBytes} bytes");
        }

        text = read;
        return true;
    }

    // The device's own id says which messages are the same, so it stands in for the hash of the whole element.
    private bool TryId(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > limits.TextBytes)
        {
            return fault.NoteField(name, ref reader, $"text of at most {limits.TextBytes} bytes");
        }

        draft.IdHash = ContentHash.Of(reader.ValueSpan);
        return true;
    }

    private bool TryTemperatures(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return fault.NoteField(name, ref reader, "an object of probe and °C");
        }

        var ahead = reader;
        var count = 0;
        while (ahead.Read() && ahead.TokenType != JsonTokenType.EndObject)
        {
            ahead.Read();
            ahead.Skip();
            count++;
        }

        if (count > limits.Probes)
        {
            return fault.Note(DeadLetterReason.TooLarge, ".temps_c", $"{count} probes; at most {limits.Probes}.");
        }

        return ProbeReader.TryRead(ref reader, texts, draft.Temperatures = new ProbeReading[count], ref fault);
    }

    private bool TryDiagnosticCodes(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref SampleDraft draft, ref FaultNote fault)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return fault.NoteField(name, ref reader, "an array of texts");
        }

        var codes = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonText.TryRead(ref reader, texts, limits.TextBytes, out var code))
            {
                return fault.NoteField(name, ref reader, $"codes of at most {limits.TextBytes} bytes");
            }

            if (codes.Count == limits.DiagnosticCodes)
            {
                return fault.Note(DeadLetterReason.TooLarge, ".dtcs", $"more than {limits.DiagnosticCodes} codes.");
            }

            codes.Add(code);
        }

        draft.DiagnosticCodes = [.. codes];
        return true;
    }
}
