using System.Globalization;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>A request without faults: every word is known, every value in range.</summary>
internal sealed record CheckedWebhook(SubscriptionDraft Draft, EndpointUrl Url, WebhookSelection Selection, bool Enabled)
{
    /// <summary>A new webhook; verification is the caller's business.</summary>
    public Subscription Create(long accountId, string userName, ISecretProtector protector, long nowMs) => On(
        new Subscription
        {
            AccountId = accountId,
            Name = "",
            Url = "",
            UserName = userName,
            Secret = protector.Protect(SigningSecret.Create()),
            CreatedMs = nowMs,
            Version = 0,
            Selection = Selection.ToJson(),
        },
        protector);

    /// <summary>The webhook as it shall be; what the customer does not decide stays.</summary>
    public Subscription On(Subscription present, ISecretProtector protector)
    {
        var auth = Words.Find<AuthKind>(Draft.AuthType) ?? AuthKind.None;
        return present with
        {
            Name = Draft.Name!,
            Url = Url.ToString(),
            ContentType = Words.Find<BodyFormat>(Draft.ContentType) ?? BodyFormat.Json,
            FormStyle = Words.Find<FormStyle>(Draft.FormStyle) ?? FormStyle.Brackets,
            Profile = BodyProfile.HeadData,
            Email = Draft.Email,
            Auth = auth,
            AuthUser = auth == AuthKind.Basic ? Draft.AuthUser : null,
            AuthSecret = auth == AuthKind.None ? null : Draft.AuthSecret is { } secret ? protector.Protect(secret) : present.AuthSecret,
            Retry = Words.Find<RetryPreset>(Draft.Retry) ?? RetryPreset.Standard,
            RetryWaits = Draft.Retry == "custom"
                ? string.Join(',', Draft.WaitsSeconds!.Select(w => w.ToString(CultureInfo.InvariantCulture)))
                : null,
            TimeoutSeconds = Draft.TimeoutSeconds ?? 15,
            MaxInFlight = Draft.MaxInFlight ?? 16,
            OnFailure = Words.Find<FailureMode>(Draft.OnFailure) ?? FailureMode.MoveOn,
            Enabled = Enabled,
            Version = present.Version + 1,
            Selection = Selection.ToJson(),
        };
    }
}
