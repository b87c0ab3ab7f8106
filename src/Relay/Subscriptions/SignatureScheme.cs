namespace EdgeRelay.Relay.Subscriptions;

/// <summary>How a request proves that it is ours: which bytes are signed, with what, in which headers.</summary>
public enum SignatureScheme : byte
{
    /// <summary>Standard Webhooks: <c>webhook-signature: v1,…</c>, HMAC-SHA256 of <c>id.timestamp.body</c>.</summary>
    Standard = 0,

    /// <summary>The same under the names <c>svix-id</c>, <c>svix-timestamp</c> and <c>svix-signature</c>.</summary>
    Svix = 1,

    /// <summary><c>X-Onfleet-Signature</c>: HMAC-SHA512 of the body, hex; the key is the hex-decoded secret.</summary>
    Onfleet = 2,

    /// <summary><c>X-Samsara-Signature: v1=…</c>: HMAC-SHA256 of <c>v1:timestamp:body</c>, hex; the key is the base64-decoded secret.</summary>
    Samsara = 3,

    /// <summary><c>X-KT-Webhook-Signature</c>: HMAC-SHA1 of the body, hex; the key is the secret's text.</summary>
    Motive = 4,

    /// <summary><c>X-Hub-Signature-256: sha256=…</c>: HMAC-SHA256 of the body, hex; the key is the secret's text.</summary>
    Github = 5,

    /// <summary><c>Stripe-Signature: t=…,v1=…</c>: HMAC-SHA256 of <c>timestamp.body</c>, hex; the key is the secret's text.</summary>
    Stripe = 6,

    /// <summary><c>Zubie-Signature</c>: HMAC-SHA256 of the body, base64; the key is the secret's text.</summary>
    Zubie = 7,

    /// <summary><c>X-Fleetio-Webhook-Signature</c>: HMAC-SHA256 of the body, hex; the key is the secret's text.</summary>
    Fleetio = 8,

    /// <summary>Requests are not signed.</summary>
    None = 9,
}
