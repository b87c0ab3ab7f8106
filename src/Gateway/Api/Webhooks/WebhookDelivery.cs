using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>How a webhook's messages are sent.</summary>
internal sealed record WebhookDelivery
{
    /// <summary>A preset's name (<c>standard</c>, <c>crm</c>), or <c>{"preset":"custom","waits_s":[1,5,30]}</c>.</summary>
    public JsonElement? Retry { get; init; }

    /// <summary>Deadline of a whole attempt, 1 to 30 s.</summary>
    public int? TimeoutS { get; init; }

    /// <summary>Most requests open at once, 1 to 64; 1 keeps all messages in order.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>Most messages a second; null is no limit.</summary>
    public double? RatePerS { get; init; }

    /// <summary><c>move_on</c> or <c>block</c>: what a vehicle's later messages do while one fails.</summary>
    public string? OnFailure { get; init; }

    /// <summary>Replace a waiting message by a newer one of the same vehicle and type.</summary>
    public bool? Coalesce { get; init; }
}
