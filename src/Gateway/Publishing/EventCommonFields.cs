using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The fields that all fourteen types have. Where a type says one of them better, its value takes the place.</summary>
internal static class EventCommonFields
{
    public static void Write(Utf8JsonWriter writer, RuleEvent found, EventPayloadContext context, bool isTest)
    {
        writer.WriteString("event_id"u8, found.Id.ToGuid());
        writer.WriteString("kind"u8, NameOf(found.Kind));
        writer.TimeMs("occurred_at"u8, found.OccurredAt);
        writer.TimeMs("confirmed_at"u8, found.ConfirmedAt);
        writer.TimeMs("received_at"u8, found.ReceivedAt);
        writer.WriteBoolean("late"u8, found.Late);
        if (isTest)
        {
            writer.WriteBoolean("test"u8, true);
        }

        WriteVehicle(writer, found.Vehicle, context.Vehicle);
        WriteMotion(writer, found.Vehicle, found.Detail);
        WriteLandmarks(writer, found, context.Landmarks);
        writer.WriteNull("address"u8);
        WriteDriver(writer, found, context.Drivers);
        WriteInputs(writer, found.Vehicle);
    }

    /// <summary>Named switches of the vehicle that the rules know the state of.</summary>
    private static void WriteInputs(Utf8JsonWriter writer, VehicleSnapshot vehicle)
    {
        writer.WriteStartObject("inputs"u8);
        if (vehicle.Pto is { } pto)
        {
            writer.OnOff("PTO"u8, pto);
        }

        writer.WriteEndObject();
    }

    private static void WriteVehicle(Utf8JsonWriter writer, VehicleSnapshot vehicle, VehicleProfile profile)
    {
        writer.WriteString("id"u8, vehicle.Key.VehicleId);
        writer.WriteString("vin"u8, vehicle.Vin);
        writer.WriteString("label"u8, profile.Label);
        writer.WriteString("serial_number"u8, profile.SerialNumber);
        writer.WriteString("timezone"u8, profile.Zone.Id);
        writer.LocalTime("fix_time"u8, vehicle.FixTime, profile.Zone);
        writer.Time("fix_time_gmt"u8, vehicle.FixTime);
        writer.Degrees("latitude"u8, vehicle.Position?.Latitude);
        writer.Degrees("longitude"u8, vehicle.Position?.Longitude);
        writer.Number("accuracy_m"u8, vehicle.AccuracyMeters, 1);
    }

    private static void WriteMotion(Utf8JsonWriter writer, VehicleSnapshot vehicle, EventDetail detail)
    {
        var trip = detail as EventDetail.TripComplete;
        var ignition = detail is EventDetail.IgnitionChanged changed ? changed.On : vehicle.Ignition;
        var limit = detail is EventDetail.OverPostedSpeed over ? over.Limit : vehicle.PostedLimit;

        writer.Number("heading"u8, WholeDegrees(vehicle.HeadingDegrees), 0);
        writer.OnOff("ignition"u8, ignition);
        writer.Mph("inst_speed"u8, vehicle.Speed);
        writer.Number("avg_speed"u8, trip is null ? vehicle.AverageSpeedMph : trip.AverageSpeedMph, 1);
        writer.Number("max_speed"u8, trip is null ? vehicle.MaxSpeedMph : trip.MaxSpeedMph, 1);
        writer.Mph("speed_limit"u8, limit);
        writer.Miles("odometer"u8, vehicle.OdometerMeters);
        writer.Number("voltage"u8, vehicle.SupplyVolts, 3);
    }

    // 0 to 359: 359.6 is nearer to north than to 359.
    private static double? WholeDegrees(double? heading) =>
        heading is { } degrees ? Math.Round(degrees, MidpointRounding.AwayFromZero) % 360 : null;

    private static void WriteLandmarks(Utf8JsonWriter writer, RuleEvent found, LandmarkNames names)
    {
        var inside = found.Vehicle.LandmarkIds;
        long? id = found.Detail is EventDetail.LandmarkCrossed crossed ? crossed.LandmarkId : inside.Count > 0 ? inside[0] : null;
        writer.Id("landmark_id"u8, id);
        writer.WriteString("landmark"u8, names.Find(id)?.Name);
        writer.WriteStartArray("landmark_ids"u8);
        foreach (var landmark in inside)
        {
            writer.WriteStringValue(landmark.ToString(CultureInfo.InvariantCulture));
        }

        writer.WriteEndArray();
    }

    private static void WriteDriver(Utf8JsonWriter writer, RuleEvent found, DriverNames drivers)
    {
        var id = found.Detail is EventDetail.DriverChanged changed ? changed.DriverId : found.Vehicle.DriverId;
        var driver = drivers.Find(id);
        writer.WriteString("driver_id"u8, id);
        writer.WriteString("first_name"u8, driver.FirstName);
        writer.WriteString("last_name"u8, driver.LastName);
    }

    private static string NameOf(EventKind kind) => kind switch
    {
        EventKind.Report => "report",
        EventKind.Start => "start",
        EventKind.Repeat => "repeat",
        EventKind.End => "end",
        EventKind.Enter => "enter",
        EventKind.Leave => "leave",
        EventKind.Assign => "assign",
        EventKind.Unassign => "unassign",
        EventKind.Missed => "missed",
        EventKind.High => "high",
        EventKind.Low => "low",
        EventKind.Normal => "normal",
        EventKind.Corrected => "corrected",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
