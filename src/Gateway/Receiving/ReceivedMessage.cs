namespace EdgeRelay.Gateway.Receiving;

/// <summary>A request that a local receiver took.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Verdict">Whether its signature is good; null when no secret is known to check it by.</param>
/// <param name="Answered">Status that it was answered with.</param>
internal sealed record ReceivedMessage(
    long Number,
    DateTimeOffset ReceivedAt,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    SignatureVerdict? Verdict,
    int Answered)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
