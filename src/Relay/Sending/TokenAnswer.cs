using System.Net.Http.Headers;

namespace EdgeRelay.Relay.Sending;

/// <summary>A token, or why there is none.</summary>
/// <param name="Fault">Plain words; null when there is a token.</param>
internal readonly record struct TokenAnswer(AuthenticationHeaderValue? Authorization, string? Fault);
