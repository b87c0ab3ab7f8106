namespace EdgeRelay.Rules.Inspections;

/// <summary>A revision of an inspection report that came.</summary>
/// <param name="Content">Hash of id, revision and time of submission: the same again is a repeat.</param>
/// <param name="Report">Hash of the id alone, so that a revision that was overtaken is known as such.</param>
internal readonly record struct KnownInspection(ulong Content, uint Report, int Revision);
