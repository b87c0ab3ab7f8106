using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>A subscription made ready to send: URL parsed, secrets opened, header values built once. Immutable.</summary>
internal sealed class EndpointTarget
{
    private EndpointTarget(Subscription subscription) => Subscription = subscription;

    public Subscription Subscription { get; }

    public Uri Url { get; private init; } = null!;

    /// <summary>What does not change between requests; null for none.</summary>
    public AuthenticationHeaderValue? Authorization { get; private init; }

    /// <summary>Who asks for tokens; null unless the authorization is OAuth2.</summary>
    public OAuthClient? OAuth { get; private init; }

    /// <summary>Identifies the requests in the TLS handshake; null for none.</summary>
    public ClientIdentity? Identity { get; private init; }

    /// <summary>The user's own headers, checked anew.</summary>
    public SentHeader[] Headers { get; private init; } = [];

    public RequestSigner Signer { get; private init; } = null!;

    public MediaTypeHeaderValue MediaType { get; private init; } = null!;

    public RetrySchedule Schedule { get; private init; } = RetrySchedule.Standard;

    public string WebhookIdText { get; private init; } = "";

    /// <summary>Why it cannot be sent to at all; null when it can.</summary>
    public string? Fault { get; private init; }

    public bool MaySend => Fault is null && Subscription.MaySend;

    /// <summary>Test messages also go to an endpoint that is switched off, once it is verified.</summary>
    public bool MayTest => Fault is null && Subscription.Verification != Verification.Unverified;

    public static EndpointTarget Of(Subscription subscription, ISecretProtector protector)
    {
        try
        {
            if (!EndpointUrl.TryParse(subscription.Url, out var url, out var fault))
            {
                return new EndpointTarget(subscription) { Fault = fault };
            }

            return new EndpointTarget(subscription)
            {
                Url = url.Uri,
                Authorization = Credentials.Of(subscription, protector),
                OAuth = OAuthClient.Of(subscription, protector),
                Identity = ClientIdentity.Of(subscription, protector),
                Headers = HeadersOf(subscription, protector),
                Signer = SignerOf(subscription, protector),
                MediaType = MediaTypeOf(subscription),
                Schedule = RetrySchedule.For(subscription),
                WebhookIdText = subscription.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return new EndpointTarget(subscription) { Fault = e.Message };
        }
    }

    /// <summary>Whether its messages go in arrays: every one of them, also one that goes by itself.</summary>
    public bool Batches => Subscription.BatchMax is not null;

    /// <summary>Most bytes that a message can add to a body of several, whatever its head says by then.</summary>
    public int MostBytesOf(QueuedDelivery delivery) =>
        delivery.DataBytes + JsonBody.MostEnvelopeBytes(Subscription.UserName.Length + delivery.OrderingKey.Length + delivery.Type.Length);

    /// <summary>A resend by hand has one attempt: who asked for it sees the answer.</summary>
    public RetrySchedule ScheduleOf(DeliveryOrigin origin) => origin == DeliveryOrigin.Resend ? Schedule with { Waits = [] } : Schedule;

    private static MediaTypeHeaderValue MediaTypeOf(Subscription subscription) => new(
        subscription.ContentType == BodyFormat.Form ? "application/x-www-form-urlencoded"
        : subscription.Profile == BodyProfile.Cloudevents && subscription.BatchMax is not null ? "application/cloudevents-batch+json"
        : subscription.Profile == BodyProfile.Cloudevents ? "application/cloudevents+json"
        : "application/json");

    private static SentHeader[] HeadersOf(Subscription subscription, ISecretProtector protector)
    {
        var headers = CustomHeader.Read(subscription.Headers);
        if (headers.Count > HeaderRules.Most)
        {
            throw new FormatException($"more than {HeaderRules.Most} headers are stored");
        }

        return [.. headers.Select(h => Open(h, protector))];
    }

    private static SentHeader Open(CustomHeader header, ISecretProtector protector)
    {
        var value = header.Secret ? protector.Unprotect(header.Value) : header.Value;
        return HeaderRules.Fault(header.Name, value) is { } fault
            ? throw new FormatException(fault)
            : new SentHeader(header.Name, value, header.Secret ? SentHeader.Mask : null);
    }

    private static RequestSigner SignerOf(Subscription subscription, ISecretProtector protector)
    {
        byte[] KeyOf(string stored) => SigningSecret.KeyFor(
            subscription.SignatureScheme, SigningSecret.TextFor(subscription.SignatureScheme, protector.Unprotect(stored)))!;

        return new RequestSigner(
            subscription.SignatureScheme,
            KeyOf(subscription.Secret),
            [.. SecretRotation.Signing(subscription, nowMs: 0).Select(o => (KeyOf(o.Secret), o.UntilMs))]);
    }
}
