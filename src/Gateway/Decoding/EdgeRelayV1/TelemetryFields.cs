// Hot path: a name is found by its length and at most six comparisons of constants; no hash, no string.
using System.Text.Json;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Field names of a telemetry element (telematics reference 5.1).</summary>
internal static class TelemetryFields
{
    private const int LongestName = 13;

    /// <summary>Bits of the fields that a telemetry element knows: all of them.</summary>
    public const ulong OfSample = ulong.MaxValue & ~1UL;

    /// <summary>Bits of the fields that a heartbeat knows; the others pass through.</summary>
    public const ulong OfHeartbeat =
        (1UL << (int)TelemetryField.Time) | (1UL << (int)TelemetryField.Volts) | (1UL << (int)TelemetryField.Extras);

    /// <summary>The field whose name <paramref name="reader"/> stands on.</summary>
    public static TelemetryField Identify(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Find(reader.ValueSpan);
        }

        // An escape takes at most six bytes for one of the name: longer ones are strangers.
        if (reader.ValueSpan.Length > LongestName * 6)
        {
            return TelemetryField.Unknown;
        }

        Span<byte> name = stackalloc byte[LongestName * 6];
        return JsonText.TryUnescape(ref reader, name, out var length) ? Find(name[..length]) : TelemetryField.Unknown;
    }

    public static TelemetryField Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 when name[0] == 't' => TelemetryField.Time,
        1 when name[0] == 'x' => TelemetryField.Extras,
        2 when name.SequenceEqual("id"u8) => TelemetryField.Id,
        3 => OfThree(name),
        4 => OfFour(name),
        5 => OfFive(name),
        6 => OfSix(name),
        7 when name.SequenceEqual("temps_c"u8) => TelemetryField.Temperatures,
        8 => OfEight(name),
        9 => OfNine(name),
        10 when name.SequenceEqual("driver_tag"u8) => TelemetryField.DriverTag,
        11 when name.SequenceEqual("heading_deg"u8) => TelemetryField.Heading,
        11 when name.SequenceEqual("fuel_used_l"u8) => TelemetryField.FuelUsedLiters,
        13 when name.SequenceEqual("ecu_speed_mps"u8) => TelemetryField.EcuSpeedMps,
        13 when name.SequenceEqual("ecu_speed_kmh"u8) => TelemetryField.EcuSpeedKmh,
        13 when name.SequenceEqual("ecu_speed_mph"u8) => TelemetryField.EcuSpeedMph,
        _ => TelemetryField.Unknown,
    };

    private static TelemetryField OfThree(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("lat"u8) ? TelemetryField.Latitude
        : name.SequenceEqual("lon"u8) ? TelemetryField.Longitude
        : name.SequenceEqual("seq"u8) ? TelemetryField.Sequence
        : name.SequenceEqual("rpm"u8) ? TelemetryField.Rpm
        : name.SequenceEqual("fix"u8) ? TelemetryField.Fix
        : name.SequenceEqual("vin"u8) ? TelemetryField.Vin
        : name.SequenceEqual("pto"u8) ? TelemetryField.Pto
        : TelemetryField.Unknown;

    private static TelemetryField OfFour(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("sats"u8) ? TelemetryField.Satellites
        : name.SequenceEqual("hdop"u8) ? TelemetryField.Hdop
        : name.SequenceEqual("dtcs"u8) ? TelemetryField.DiagnosticCodes
        : TelemetryField.Unknown;

    private static TelemetryField OfFive(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("acc_m"u8) ? TelemetryField.Accuracy
        : name.SequenceEqual("odo_m"u8) ? TelemetryField.OdometerM
        : name.SequenceEqual("alt_m"u8) ? TelemetryField.Altitude
        : name.SequenceEqual("volts"u8) ? TelemetryField.Volts
        : TelemetryField.Unknown;

    private static TelemetryField OfSix(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("odo_km"u8) ? TelemetryField.OdometerKm
        : name.SequenceEqual("moving"u8) ? TelemetryField.Moving
        : name.SequenceEqual("odo_mi"u8) ? TelemetryField.OdometerMi
        : name.SequenceEqual("reason"u8) ? TelemetryField.Reason
        : TelemetryField.Unknown;

    private static TelemetryField OfEight(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ignition"u8) ? TelemetryField.Ignition
        : name.SequenceEqual("fuel_pct"u8) ? TelemetryField.FuelPercent
        : name.SequenceEqual("engine_h"u8) ? TelemetryField.EngineHours
        : name.SequenceEqual("buffered"u8) ? TelemetryField.Buffered
        : TelemetryField.Unknown;

    private static TelemetryField OfNine(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("speed_kmh"u8) ? TelemetryField.SpeedKmh
        : name.SequenceEqual("speed_mph"u8) ? TelemetryField.SpeedMph
        : name.SequenceEqual("speed_mps"u8) ? TelemetryField.SpeedMps
        : name.SequenceEqual("limit_kmh"u8) ? TelemetryField.LimitKmh
        : name.SequenceEqual("limit_mph"u8) ? TelemetryField.LimitMph
        : name.SequenceEqual("limit_mps"u8) ? TelemetryField.LimitMps
        : TelemetryField.Unknown;
}
