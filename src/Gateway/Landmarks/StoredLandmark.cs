using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Turns landmarks into rows and back.</summary>
internal static class StoredLandmark
{
    public static Landmark Read(LandmarkRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Group = row.GroupName,
        Kind = row.Kind,
        GeometryBinary = row.Geometry,
        RadiusMeters = row.RadiusMeters,
        LeaveBufferMeters = row.LeaveBufferMeters,
        EnterDwellSeconds = row.EnterDwellSeconds,
        LeaveDwellSeconds = row.LeaveDwellSeconds,
        SpeedLimitMph = row.SpeedLimitMph,
        Schedule = row.Schedule is null ? null : ScheduleJson.Parse(row.Schedule),
        GeometryVersion = row.GeometryVersion,
        EffectiveFrom = new Instant(row.EffectiveFromMs),
    };

    /// <summary>Copies everything but id, account, versions and times into <paramref name="row"/>.</summary>
    public static void Write(LandmarkDraft draft, LandmarkRow row)
    {
        row.Name = draft.Name;
        row.GroupName = draft.Group;
        row.Kind = draft.Geometry.Kind;
        row.Geometry = draft.Geometry.Geometry.AsBinary();
        row.RadiusMeters = draft.Geometry.RadiusMeters;
        row.LeaveBufferMeters = draft.LeaveBufferMeters;
        row.EnterDwellSeconds = draft.EnterDwellSeconds;
        row.LeaveDwellSeconds = draft.LeaveDwellSeconds;
        row.SpeedLimitMph = draft.SpeedLimitMph;
        row.Schedule = draft.Schedule is null ? null : ScheduleJson.Text(draft.Schedule);
    }
}
