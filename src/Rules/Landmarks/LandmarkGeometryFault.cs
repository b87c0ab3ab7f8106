namespace EdgeRelay.Rules.Landmarks;

/// <summary>Why a geometry was refused, and where.</summary>
/// <param name="Message">One sentence for people: what was found and what is expected.</param>
/// <param name="Part">Which polygon of a multipolygon, from 0; null when the fault has no place.</param>
/// <param name="Ring">Which ring of the polygon, from 0, the outer one first.</param>
/// <param name="Vertex">Which point of the ring or line, from 0.</param>
public sealed record LandmarkGeometryFault(
    LandmarkGeometryFaultReason Reason,
    string Message,
    int? Part = null,
    int? Ring = null,
    int? Vertex = null);
