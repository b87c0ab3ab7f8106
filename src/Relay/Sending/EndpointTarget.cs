using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
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

    public AuthenticationHeaderValue? Authorization { get; private init; }

    public byte[] Key { get; private init; } = [];

    public byte[]? PreviousKey { get; private init; }

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

            if (SigningSecret.KeyOf(protector.Unprotect(subscription.Secret)) is not { } key)
            {
                return new EndpointTarget(subscription) { Fault = "the signing secret is no whsec_ secret" };
            }

            return new EndpointTarget(subscription)
            {
                Url = url.Uri,
                Key = key,
                PreviousKey = subscription.PreviousSecret is { } previous ? SigningSecret.KeyOf(protector.Unprotect(previous)) : null,
                Authorization = AuthorizationOf(subscription, protector),
                Schedule = RetrySchedule.For(subscription),
                WebhookIdText = subscription.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return new EndpointTarget(subscription) { Fault = e.Message };
        }
    }

    /// <summary>A resend by hand has one attempt: who asked for it sees the answer.</summary>
    public RetrySchedule ScheduleOf(DeliveryOrigin origin) => origin == DeliveryOrigin.Resend ? Schedule with { Waits = [] } : Schedule;

    public byte[]? PreviousKeyAt(long nowMs) => nowMs < Subscription.PreviousSecretUntilMs ? PreviousKey : null;

    private static AuthenticationHeaderValue? AuthorizationOf(Subscription subscription, ISecretProtector protector)
    {
        if (subscription.Auth == AuthKind.None || subscription.AuthSecret is null)
        {
            return null;
        }

        var secret = protector.Unprotect(subscription.AuthSecret);
        if (subscription.Auth == AuthKind.Basic)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{subscription.AuthUser}:{secret}"));
            return new AuthenticationHeaderValue("Basic", credentials);
        }

        var space = secret.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? new AuthenticationHeaderValue(secret)
            : new AuthenticationHeaderValue(secret[..space], secret[(space + 1)..]);
    }
}
