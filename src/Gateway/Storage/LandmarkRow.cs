using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Storage;

/// <summary>A landmark as the customer gave it: geometry and settings.</summary>
public sealed class LandmarkRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required string Name { get; set; }

    public string? GroupName { get; set; }

    public LandmarkKind Kind { get; set; }

    /// <summary>Geometry after repair, as well-known binary: exact, and read without parsing text.</summary>
    public required byte[] Geometry { get; set; }

    /// <summary>Radius of a circle or half width of a corridor, metres.</summary>
    public double RadiusMeters { get; set; }

    public double? LeaveBufferMeters { get; set; }

    public double EnterDwellSeconds { get; set; }

    public double LeaveDwellSeconds { get; set; }

    public double? SpeedLimitMph { get; set; }

    /// <summary>When its crossings are told, as JSON; null is always.</summary>
    public string? Schedule { get; set; }

    /// <summary>Raised when geometry or buffer change.</summary>
    public int GeometryVersion { get; set; } = 1;

    /// <summary>Samples received before this do not know the landmark in its present shape.</summary>
    public long EffectiveFromMs { get; set; }

    public long CreatedMs { get; set; }

    public long Version { get; set; } = 1;
}
