using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>What a customer asks a webhook to be.</summary>
internal sealed record WebhookRequest
{
    public string? Name { get; init; }

    /// <summary>Absolute https URL.</summary>
    public string? Url { get; init; }

    /// <summary><c>json</c> or <c>form</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary><c>head_data</c>, <c>standard</c> or <c>cloudevents</c>.</summary>
    public string? Profile { get; init; }

    /// <summary><c>brackets</c> or <c>payload</c>.</summary>
    public string? FormStyle { get; init; }

    /// <summary>Who is told about trouble.</summary>
    public string? Email { get; init; }

    public WebhookAuth? Auth { get; init; }

    /// <summary>Headers of the customer's own, at most 20.</summary>
    public IReadOnlyList<WebhookHeader>? Headers { get; init; }

    /// <summary>Null for none.</summary>
    public WebhookCertificate? ClientCertificate { get; init; }

    /// <summary>What to send: <c>[{"type":"idle","min_s":300}]</c>.</summary>
    public JsonElement? Triggers { get; init; }

    /// <summary>Short form of <see cref="Triggers"/>: types with their defaults.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    public WebhookScope? Scope { get; init; }

    public WebhookDelivery? Delivery { get; init; }

    public WebhookSignature? Signature { get; init; }

    /// <summary>How the URL proves that it wants the messages: <c>check</c>, <c>challenge</c> or <c>cloudevents</c>.</summary>
    public string? Ownership { get; init; }

    /// <summary>False unless said otherwise. True needs the URL's ownership to be proven.</summary>
    public bool? Enabled { get; init; }

    // What only the gateway sets is ignored, so that what GET gave can be sent back.

    public long? Id { get; init; }

    public string? Verification { get; init; }

    public string? Status { get; init; }

    public long? QueueDepth { get; init; }

    public long? QueueSpilled { get; init; }

    public double? OldestAgeS { get; init; }

    public long? TotalMessages { get; init; }

    public int? LastStatus { get; init; }

    public JsonElement? Notices { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public long? Version { get; init; }
}
