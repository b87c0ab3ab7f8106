namespace EdgeRelay.Gateway.Receiving;

/// <summary>Whether a request is from the gateway that has the secret.</summary>
/// <param name="Reason">Why not, in words that say what to look at; null when it is.</param>
internal readonly record struct SignatureVerdict(string? Reason)
{
    public static SignatureVerdict Valid { get; } = new(null);

    public bool IsValid => Reason is null;
}
