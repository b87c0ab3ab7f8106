namespace EdgeRelay.Rules.Inputs;

/// <summary>Who signed. <paramref name="Role"/> is <c>driver</c>, <c>mechanic</c> or <c>reviewer</c>.</summary>
public sealed record InspectionSignature(string Role, string? Name, Instant? SignedAt, string? Note);
