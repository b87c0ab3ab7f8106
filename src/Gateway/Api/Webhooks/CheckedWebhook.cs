using System.Globalization;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>A request without faults: every word is known, every value in range.</summary>
/// <param name="Certificate">The client certificate as it is stored; null for none.</param>
internal sealed record CheckedWebhook(
    SubscriptionDraft Draft, EndpointUrl Url, WebhookSelection Selection, string? Certificate, bool Enabled)
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
            Profile = Words.Find<BodyProfile>(Draft.Profile) ?? BodyProfile.HeadData,
            Email = Draft.Email,
            Auth = auth,
            AuthUser = auth is AuthKind.Basic or AuthKind.Oauth2 ? Draft.AuthUser : null,
            AuthOptions = auth == AuthKind.Oauth2
                ? new OAuthOptions(Draft.TokenUrl!, Draft.TokenScope, Draft.TokenAudience, InBody: Draft.ClientAuth == "post").Write()
                : null,
            Headers = CustomHeader.Write([.. Draft.Headers.Select(h => HeaderOf(h, present, protector))]),
            ClientCertificate = Certificate,
            SignatureScheme = Words.Find<SignatureScheme>(Draft.SignatureScheme) ?? SignatureScheme.Standard,
            Ownership = Words.Find<OwnershipMethod>(Draft.Ownership) ?? OwnershipMethod.Check,
            AuthSecret = auth == AuthKind.None ? null : Draft.AuthSecret is { } secret ? protector.Protect(secret) : present.AuthSecret,
            Retry = Words.Find<RetryPreset>(Draft.Retry) ?? RetryPreset.Standard,
            RetryWaits = Draft.Retry == "custom"
                ? string.Join(',', Draft.WaitsSeconds!.Select(w => w.ToString(CultureInfo.InvariantCulture)))
                : null,
            TimeoutSeconds = Draft.TimeoutSeconds ?? 15,
            MaxInFlight = Draft.MaxInFlight ?? 16,
            OnFailure = Words.Find<FailureMode>(Draft.OnFailure) ?? FailureMode.MoveOn,
            SkipAfter = Draft.SkipAfter ?? 0,
            RatePerSecond = Draft.RatePerSecond,
            Coalesce = Draft.Coalesce ?? false,
            MaxAgeSeconds = Draft.MaxAgeSeconds,
            BatchMax = Draft.BatchMax,
            BatchWaitMs = Draft.BatchWaitMs ?? Subscription.DefaultBatchWaitMs,
            MaxDepth = Draft.MaxDepth ?? Subscription.DefaultMaxDepth,
            Enabled = Enabled,
            Version = present.Version + 1,
            Selection = Selection.ToJson(),
        };
    }

    private static CustomHeader HeaderOf(HeaderDraft header, Subscription present, ISecretProtector protector) =>
        header.Value is null
            ? CustomHeader.Read(present.Headers).First(h => h.Secret && h.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))
            : new CustomHeader(header.Name!, header.Secret ? protector.Protect(header.Value) : header.Value, header.Secret);
}
