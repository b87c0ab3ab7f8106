using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>A landmark as a customer describes it: checked and repaired, not stored yet.</summary>
public sealed record LandmarkDraft
{
    /// <summary>The feature's own id as text, if it has one. Not the landmark's id.</summary>
    public string? FeatureId { get; init; }

    public required string Name { get; init; }

    public string? Group { get; init; }

    public required LandmarkGeometry Geometry { get; init; }

    public double? LeaveBufferMeters { get; init; }

    public double EnterDwellSeconds { get; init; }

    public double LeaveDwellSeconds { get; init; }

    public double? SpeedLimitMph { get; init; }

    public WeeklySchedule? Schedule { get; init; }

    public Landmark ToLandmark(long id, int geometryVersion) => new()
    {
        Id = id,
        Name = Name,
        Group = Group,
        Kind = Geometry.Kind,
        Geometry = Geometry.Geometry,
        RadiusMeters = Geometry.RadiusMeters,
        LeaveBufferMeters = LeaveBufferMeters,
        EnterDwellSeconds = EnterDwellSeconds,
        LeaveDwellSeconds = LeaveDwellSeconds,
        SpeedLimitMph = SpeedLimitMph,
        Schedule = Schedule,
        GeometryVersion = geometryVersion,
    };
}
