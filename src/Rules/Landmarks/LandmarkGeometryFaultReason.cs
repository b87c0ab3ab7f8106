namespace EdgeRelay.Rules.Landmarks;

/// <summary>Why a geometry cannot be a landmark.</summary>
public enum LandmarkGeometryFaultReason
{
    /// <summary>No coordinates at all, or another geometry than the kind asks for.</summary>
    WrongGeometry,

    /// <summary>A coordinate is NaN or infinite.</summary>
    NotFinite,

    /// <summary>Latitude beyond ±90° or longitude beyond ±360°; often latitude and longitude are swapped.</summary>
    OutOfRange,

    /// <summary>Fewer than three distinct points in a ring, or two in a line.</summary>
    TooFewPoints,

    /// <summary>More than <see cref="LandmarkGeometry.MaxVertices"/>.</summary>
    TooManyVertices,

    ZeroArea,

    /// <summary>Radius or half width outside its bounds.</summary>
    RadiusOutOfRange,

    /// <summary>A ring runs once round a pole, so that it has no inside in longitude and latitude.</summary>
    EncirclesPole,

    /// <summary>The borders could not be made valid.</summary>
    NotRepairable,
}
