namespace EdgeRelay.Rules.Inputs;

/// <summary>One inspected part. <paramref name="Result"/> is <c>ok</c>, <c>defect</c> or <c>not_applicable</c>.</summary>
public sealed record InspectedPart(string Part, string Result, IReadOnlyList<InspectionDefect> Defects);
