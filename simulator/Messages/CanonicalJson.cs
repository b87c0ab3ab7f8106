using System.Text.Json;
using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Fleet;
using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Messages;

/// <summary>The bodies of EdgeRelay's own JSON, version 1. Coordinates to 6 decimals (0.1 m), speeds to 2.</summary>
internal static class CanonicalJson
{
    /// <summary>The eleven parts that 49 CFR 396.11(a) wants inspected.</summary>
    private static readonly string[] Parts =
    [
        "service brakes", "parking brake", "steering", "lighting", "tires", "horn", "wipers", "mirrors", "coupling", "wheels", "emergency equipment",
    ];

    public static void Telemetry(Utf8JsonWriter json, VehicleReport report)
    {
        var moment = report.Moment;
        json.WriteString("t", report.Time);
        json.WriteNumber("seq", report.Sequence);
        json.WriteNumber("lat", Math.Round(City.Latitude(moment.Point), 6));
        json.WriteNumber("lon", Math.Round(City.Longitude(moment.Point), 6));
        json.WriteNumber("speed_mph", Math.Round(moment.Speed / City.MetersPerSecondPerMph, 2));
        json.WriteNumber("heading_deg", Math.Round(moment.Heading, 1) % 360);
        json.WriteNumber("acc_m", 4);
        json.WriteNumber("sats", 11);
        json.WriteBoolean("ignition", moment.Ignition);
        json.WriteNumber("odo_m", (long)moment.Odometer);
        json.WriteNumber("limit_mph", moment.LimitMph);
        if (report.Cargo is { } cargo)
        {
            json.WriteStartObject("temps_c");
            json.WriteNumber("cargo-1", Math.Round(cargo.Front, 1));
            json.WriteNumber("cargo-2", Math.Round(cargo.Rear, 1));
            json.WriteEndObject();
        }

        if (report.DriverTag is { } tag)
        {
            json.WriteString("driver_tag", tag);
        }
    }

    public static void Heartbeat(Utf8JsonWriter json, DateTime time)
    {
        json.WriteString("t", time);
        json.WriteString("fw", "2.4.1");
        json.WriteNumber("volts", 12.7);
    }

    public static void Online(Utf8JsonWriter json, DateTime time)
    {
        json.WriteString("state", "online");
        json.WriteString("t", time);
    }

    public static void DriverSigned(Utf8JsonWriter json, (DateTime Time, Happening.DriverSigned Signed) what)
    {
        json.WriteString("t", what.Time);
        json.WriteString("action", what.Signed.Assign ? "assign" : "unassign");
        json.WriteString("tag", DriverRoster.Tag(what.Signed.Driver));
    }

    public static void Inspection(Utf8JsonWriter json, InspectionSheet sheet)
    {
        json.WriteString("id", sheet.Id);
        json.WriteNumber("revision", 1);
        json.WriteString("type", sheet.Inspection.Before ? "pre_trip" : "post_trip");
        json.WriteString("status", sheet.DefectPart is null ? "safe" : "unsafe");
        json.WriteString("submitted_at", sheet.Time);
        json.WriteNumber("odo_m", sheet.Inspection.OdometerMeters);
        json.WriteStartArray("parts");
        for (var part = 0; part < Parts.Length; part++)
        {
            WritePart(json, Parts[part], part == sheet.DefectPart);
        }

        json.WriteEndArray();
        json.WriteStartArray("signatures");
        json.WriteStartObject();
        json.WriteString("role", "driver");
        json.WriteString("name", DriverRoster.Name(sheet.Inspection.Driver));
        json.WriteString("signed_at", sheet.Time);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static int PartCount => Parts.Length;

    private static void WritePart(Utf8JsonWriter json, string part, bool defect)
    {
        json.WriteStartObject();
        json.WriteString("part", part);
        json.WriteString("result", defect ? "defect" : "ok");
        if (defect)
        {
            json.WriteStartArray("defects");
            json.WriteStartObject();
            json.WriteString("title", "Worn beyond limit");
            json.WriteString("severity", "major");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
