namespace EdgeRelay.Gateway.Api.Health;

/// <summary>Answer of <c>/readyz</c>.</summary>
/// <param name="Checks">Name of each check and <c>ok</c>, or why it is not.</param>
internal sealed record ReadinessResponse(bool Ready, IReadOnlyDictionary<string, string> Checks);
