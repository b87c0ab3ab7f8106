using System.Text.Json;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The fields that only an event's type has, in schema order (relay reference 2.3).</summary>
internal static class EventOwnFields
{
    public static void Write(Utf8JsonWriter writer, RuleEvent found, EventPayloadContext context)
    {
        switch (found.Detail)
        {
            case EventDetail.Corrected corrected:
                writer.WriteString("corrects"u8, corrected.Corrects.ToString());
                break;
            case EventDetail.OverSpeed speed:
                Write(writer, speed);
                break;
            case EventDetail.OverPostedSpeed posted:
                Write(writer, posted);
                break;
            case EventDetail.Heartbeat { AgeMinutes: { } minutes }:
                writer.WriteNumber("age_minutes"u8, minutes);
                break;
            case EventDetail.Heartbeat:
                writer.WriteNull("age_minutes"u8);
                break;
            case EventDetail.TripComplete trip:
                Write(writer, trip, context.Landmarks);
                break;
            case EventDetail.IgnitionChanged ignition:
                writer.Seconds(ignition.On ? "off_sec"u8 : "on_sec"u8, ignition.FormerStateSeconds);
                writer.WriteString("ignition_source"u8, ignition.Source);
                break;
            case EventDetail.LandmarkCrossed crossed:
                Write(writer, crossed, found.Detection, context.Landmarks);
                break;
            case EventDetail.Idling idling:
                Write(writer, idling, found.Vehicle.Pto);
                break;
            case EventDetail.TemperatureRead reading:
                Write(writer, reading);
                break;
            case EventDetail.Inspected inspected:
                EventInspectionFields.Write(writer, inspected.Report);
                break;
            case EventDetail.DriverChanged changed:
                Write(writer, changed, context.Drivers);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.OverSpeed speed)
    {
        writer.WriteString("interval_id"u8, speed.Interval?.Id);
        writer.Exact("threshold"u8, speed.ThresholdMph);
        WriteSpeedEnd(writer, speed.Interval, speed.Summary);
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.OverPostedSpeed posted)
    {
        var limit = posted.Limit.MilesPerHour;
        writer.WriteString("interval_id"u8, posted.Interval?.Id);
        writer.Exact("threshold"u8, posted.ThresholdMph);
        writer.Number("violation"u8, posted.OverMph, 1);
        writer.Number("percent_over"u8, limit > 0 ? 100 * posted.OverMph / limit : null, 1);
        writer.WriteString("limit_source"u8, posted.LimitSource);
        writer.WriteString("road"u8, posted.Road);
        writer.WriteString("way_id"u8, posted.WayId);
        writer.Number("match_distance_m"u8, posted.MatchDistanceMeters, 1);
        WriteSpeedEnd(writer, posted.Interval, posted.Summary);
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.TripComplete trip, LandmarkNames landmarks)
    {
        var seconds = trip.EndedAt.SecondsSince(trip.StartedAt);
        writer.WriteString("trip_id"u8, trip.TripId);
        writer.WriteString("trip_type"u8, "T"u8);
        writer.Time("trip_start"u8, trip.StartedAt);
        writer.Time("trip_end"u8, trip.EndedAt);
        writer.Number("duration"u8, seconds / 3600, 2);
        writer.Seconds("sec_duration"u8, seconds);
        writer.Miles("distance"u8, trip.DistanceMeters);
        writer.Degrees("latitude_start"u8, trip.Start?.Latitude);
        writer.Degrees("longitude_start"u8, trip.Start?.Longitude);
        writer.Degrees("latitude_end"u8, trip.End?.Latitude);
        writer.Degrees("longitude_end"u8, trip.End?.Longitude);
        writer.Id("start_landmark_id"u8, trip.StartLandmarkId);
        writer.WriteString("start_landmark_name"u8, landmarks.Find(trip.StartLandmarkId)?.Name);
        writer.Id("end_landmark_id"u8, trip.EndLandmarkId);
        writer.WriteString("end_landmark_name"u8, landmarks.Find(trip.EndLandmarkId)?.Name);
        writer.Seconds("idle_sec"u8, trip.IdleSeconds);
        writer.WriteNumber("points"u8, trip.Points);
        writer.WriteNumber("in_progress"u8, 0);
        writer.WriteString("distance_source"u8, trip.DistanceSource);
        writer.WriteString("end_reason"u8, trip.EndReason);
        writer.Time("ignition_on_at"u8, trip.IgnitionOnAt);
        writer.WriteStartArray("drivers"u8);
        foreach (var part in trip.Drivers)
        {
            writer.WriteStartObject();
            writer.WriteString("driver_id"u8, part.DriverId);
            writer.Time("from"u8, part.From);
            writer.Time("until"u8, part.Until);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter writer, EventDetail.LandmarkCrossed crossed, Detection detection, LandmarkNames landmarks)
    {
        var landmark = landmarks.Find(crossed.LandmarkId);
        writer.WriteString("landmark_group"u8, landmark?.Group);
        writer.WriteString("landmark_kind"u8, landmark?.KindName);
        writer.WriteString("visit_id"u8, crossed.VisitId);
        writer.Number("proximity"u8, crossed.ProximityMeters, 1);
        writer.WriteBoolean("interpolated"u8, crossed.Interpolated);
        writer.WriteBoolean("crossing"u8, crossed.Crossing);
        writer.WriteBoolean("initial"u8, crossed.Initial);
        if (detection is not Detection.LandmarkEnter)
        {
            writer.Time("entered_at"u8, crossed.EnteredAt);
            writer.Seconds("dwell_s"u8, crossed.DwellSeconds);
        }
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.Idling idling, bool? pto)
    {
        var hours = idling.DurationSeconds / 3600;
        writer.WriteString("interval_id"u8, idling.Interval.Id);
        writer.Exact("threshold_s"u8, idling.ThresholdSeconds);
        writer.Time("trip_start_adj"u8, idling.Interval.StartedAt);
        writer.Time("trip_end_adj"u8, idling.Interval.EndedAt);
        writer.Seconds("sec_duration"u8, idling.DurationSeconds);
        writer.Number("proximity"u8, idling.ProximityMeters, 1);
        writer.Number("idle_gal"u8, idling.FuelGallons, 4);
        writer.Number("idle_gph"u8, hours > 0 ? idling.FuelGallons / hours : null, 3);
        writer.OnOff("pto"u8, pto);
        if (WriteEnd(writer, idling.Interval, withDuration: false))
        {
            writer.WriteString("end_reason"u8, idling.Interval.EndReason);
        }
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.TemperatureRead reading)
    {
        writer.WriteString("interval_id"u8, reading.Interval?.Id);
        writer.WriteString("sensor_id"u8, reading.Probe);
        writer.WriteString("sensor"u8, reading.Probe);
        writer.Number("temperature_c"u8, reading.Celsius, 2);
        writer.Number("temperature_f"u8, (reading.Celsius * 9 / 5) + 32, 2);
        writer.Exact("low_c"u8, reading.LowCelsius);
        writer.Exact("high_c"u8, reading.HighCelsius);
        if (WriteEnd(writer, reading.Interval, withDuration: true))
        {
            writer.Number("peak_c"u8, reading.PeakCelsius, 2);
            writer.WriteString("end_reason"u8, reading.Interval!.EndReason);
        }
    }

    private static void Write(Utf8JsonWriter writer, EventDetail.DriverChanged changed, DriverNames drivers)
    {
        var driver = drivers.Find(changed.DriverId);
        writer.WriteString("email"u8, driver.Email);
        writer.WriteString("phone"u8, driver.Phone);
        writer.Time("effective"u8, changed.Effective);
        writer.WriteString("source"u8, changed.Source);
        writer.WriteString("tag"u8, changed.Tag);
        writer.WriteBoolean("unknown_tag"u8, changed.UnknownTag);
        writer.WriteString("previous_driver_id"u8, changed.PreviousDriverId);
    }

    /// <summary>What an ended interval adds; idle says its duration already.</summary>
    /// <returns>False when it still lasts and nothing was written.</returns>
    private static bool WriteEnd(Utf8JsonWriter writer, Interval? interval, bool withDuration)
    {
        if (interval?.EndedAt is not { } ended)
        {
            return false;
        }

        writer.Time("started_at"u8, interval.StartedAt);
        writer.Time("ended_at"u8, ended);
        if (withDuration)
        {
            writer.Seconds("sec_duration"u8, ended.SecondsSince(interval.StartedAt));
        }

        return true;
    }

    private static void WriteSpeedEnd(Utf8JsonWriter writer, Interval? interval, SpeedSummary? summary)
    {
        if (!WriteEnd(writer, interval, withDuration: true))
        {
            return;
        }

        writer.Miles("distance"u8, summary?.DistanceMeters);
        writer.Number("peak_speed"u8, summary?.PeakMph, 1);
        writer.Number("mean_speed"u8, summary?.MeanMph, 1);
        writer.WriteString("end_reason"u8, interval!.EndReason);
    }
}
