using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>Where a scheme puts what a receiver needs, and how it looks there.</summary>
/// <param name="Signature">The header with the signature, or several of them.</param>
/// <param name="Prefix">What stands before each signature; signatures with another one are of another version.</param>
/// <param name="Separator">Between several signatures; none where a header has room for one only.</param>
/// <param name="Id">The header with the message's id, if the scheme signs it.</param>
/// <param name="Timestamp">The header with the time of sending, Unix s, if the scheme signs it there.</param>
internal sealed record SchemeHeaders(string Signature, string Prefix = "", char? Separator = null, string? Id = null, string? Timestamp = null)
{
    /// <summary>Stands before the time where it is in the signature's own header; null where it is not.</summary>
    public string? TimestampPrefix { get; private init; }

    /// <summary>Whether the time of sending is signed, so that an old message can be told.</summary>
    public bool SignsTime => Timestamp is not null || TimestampPrefix is not null;

    public static SchemeHeaders Of(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.Standard => new("webhook-signature", "v1,", ' ', "webhook-id", "webhook-timestamp"),
        SignatureScheme.Svix => new("svix-signature", "v1,", ' ', "svix-id", "svix-timestamp"),
        SignatureScheme.Onfleet => new("X-Onfleet-Signature"),
        SignatureScheme.Samsara => new("X-Samsara-Signature", "v1=", Timestamp: "X-Samsara-Timestamp"),
        SignatureScheme.Motive => new("X-KT-Webhook-Signature"),
        SignatureScheme.Github => new("X-Hub-Signature-256", "sha256="),
        SignatureScheme.Stripe => new("Stripe-Signature", "v1=", ',') { TimestampPrefix = "t=" },
        SignatureScheme.Zubie => new("Zubie-Signature"),
        SignatureScheme.Fleetio => new("X-Fleetio-Webhook-Signature"),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Nothing is signed."),
    };

    /// <summary>The parts of the signature's header.</summary>
    public string[] PartsOf(string header) =>
        Separator is { } separator ? header.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [header];
}
