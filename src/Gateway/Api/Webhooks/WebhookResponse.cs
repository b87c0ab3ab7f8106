using System.Buffers;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>A webhook as the API shows it. Secrets are not in it.</summary>
/// <param name="Verification"><c>unverified</c>, <c>verified</c> or <c>trusted</c>.</param>
/// <param name="Status">The first that applies of <c>deactivated</c>, <c>unverified</c>, <c>auto_disabled</c>, <c>paused</c>, <c>failing</c>, <c>active</c>.</param>
/// <param name="QueueDepth">Messages that wait now.</param>
/// <param name="QueueSpilled">Of them, those beyond <c>max_depth</c>: events on disk, whose deliveries are made when the queue is shorter.</param>
/// <param name="OldestAgeS">Age of the oldest of them, seconds; null when none waits.</param>
/// <param name="TotalMessages">Messages made for it so far, with those.</param>
/// <param name="LastStatus">HTTP status of the latest answer; 0 when none came; null before the first attempt.</param>
/// <param name="Notices">Levels of its limits that it has reached.</param>
internal sealed record WebhookResponse(
    long Id,
    string Name,
    string Url,
    string ContentType,
    string Profile,
    string FormStyle,
    string? Email,
    WebhookAuth Auth,
    IReadOnlyList<WebhookHeader> Headers,
    WebhookCertificate? ClientCertificate,
    JsonElement Triggers,
    WebhookScope Scope,
    WebhookDelivery Delivery,
    WebhookSignature Signature,
    string Ownership,
    bool Enabled,
    string Verification,
    string Status,
    long QueueDepth,
    long QueueSpilled,
    double? OldestAgeS,
    long TotalMessages,
    int? LastStatus,
    IReadOnlyList<WebhookNotice> Notices,
    DateTimeOffset CreatedAt,
    long Version)
{
    public static WebhookResponse Of(
        Subscription webhook, OutboxDepth depth, long totalMessages, IReadOnlyList<WebhookNotice> notices, DateTimeOffset now)
    {
        var selection = WebhookSelection.Parse(webhook.Selection);
        return new WebhookResponse(
            webhook.Id,
            webhook.Name,
            webhook.Url,
            Words.Of(webhook.ContentType),
            Words.Of(webhook.Profile),
            Words.Of(webhook.FormStyle),
            webhook.Email,
            AuthOf(webhook),
            [.. CustomHeader.Read(webhook.Headers).Select(HeaderOf)],
            CertificateOf(webhook),
            TriggersOf(selection),
            new WebhookScope
            {
                Groups = [.. selection.Scope.Groups.Order()],
                Vehicles = [.. selection.Scope.Ids.Order(StringComparer.Ordinal)],
            },
            DeliveryOf(webhook),
            new WebhookSignature { Scheme = Words.Of(webhook.SignatureScheme) },
            Words.Of(webhook.Ownership),
            webhook.Enabled,
            Words.Of(webhook.Verification),
            Words.Of(webhook.StatusWhen(depth.Failing)),
            depth.Waiting,
            depth.Spilled,
            depth.OldestEnqueuedMs is { } oldest ? Math.Max(0, (now.ToUnixTimeMilliseconds() - oldest) / 1_000.0) : null,
            totalMessages,
            depth.LastStatus ?? webhook.LastStatus,
            notices,
            DateTimeOffset.FromUnixTimeMilliseconds(webhook.CreatedMs),
            webhook.Version);
    }

    private static WebhookAuth AuthOf(Subscription webhook)
    {
        var auth = new WebhookAuth { Type = Words.Of(webhook.Auth), Set = webhook.AuthSecret is not null };
        return OAuthOptions.Read(webhook.AuthOptions) is not { } options ? auth with { Username = webhook.AuthUser } : auth with
        {
            ClientId = webhook.AuthUser,
            TokenUrl = options.TokenUrl,
            Scope = options.Scope,
            Audience = options.Audience,
            ClientAuth = options.InBody ? "post" : "basic",
        };
    }

    private static WebhookHeader HeaderOf(CustomHeader header) =>
        new() { Name = header.Name, Value = header.Secret ? null : header.Value, Secret = header.Secret };

    private static WebhookCertificate? CertificateOf(Subscription webhook) =>
        EndpointCertificate.Read(webhook.ClientCertificate) is not { } stored ? null : new WebhookCertificate
        {
            Subject = stored.Subject,
            Thumbprint = stored.Thumbprint,
            NotAfter = stored.NotAfter,
        };

    private static WebhookDelivery DeliveryOf(Subscription webhook) => new()
    {
        Retry = webhook.Retry == RetryPreset.Custom
            ? JsonSerializer.SerializeToElement(
                new WebhookRetry { Preset = Words.Of(webhook.Retry), WaitsS = WaitsOf(webhook) }, ApiJson.Options)
            : JsonSerializer.SerializeToElement(Words.Of(webhook.Retry), ApiJson.Options),
        TimeoutS = webhook.TimeoutSeconds,
        MaxInFlight = webhook.MaxInFlight,
        OnFailure = Words.Of(webhook.OnFailure),
        RatePerS = webhook.RatePerSecond,
        SkipAfter = webhook.OnFailure == FailureMode.SkipAfter ? webhook.SkipAfter : null,
        Coalesce = webhook.Coalesce,
        MaxAgeS = webhook.MaxAgeSeconds,
        BatchMax = webhook.BatchMax,
        BatchWaitMs = webhook.BatchMax is null ? null : webhook.BatchWaitMs,
        MaxDepth = webhook.MaxDepth,
    };

    private static int[] WaitsOf(Subscription webhook) =>
        [.. (webhook.RetryWaits ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => int.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];

    private static JsonElement TriggersOf(WebhookSelection selection)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            selection.WriteTriggers(writer);
        }

        return JsonSerializer.Deserialize<JsonElement>(buffer.WrittenSpan, ApiJson.Options);
    }
}
