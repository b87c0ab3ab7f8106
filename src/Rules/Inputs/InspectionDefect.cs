namespace EdgeRelay.Rules.Inputs;

/// <summary>A defect found. <paramref name="Severity"/> is <c>minor</c> or <c>major</c>.</summary>
public sealed record InspectionDefect(string Title, string? Note, string Severity);
