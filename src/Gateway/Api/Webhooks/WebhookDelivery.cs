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

    /// <summary><c>move_on</c>, <c>block</c> or <c>skip_after</c>: what a vehicle's later messages do while one fails.</summary>
    public string? OnFailure { get; init; }

    /// <summary>Attempts after which <c>skip_after</c> goes on, 1 to 20.</summary>
    public int? SkipAfter { get; init; }

    /// <summary>Replace a waiting report of location, temperature (of one probe) or heartbeat by a newer one of the same vehicle.</summary>
    public bool? Coalesce { get; init; }

    /// <summary>Age at which a waiting message is not sent any more, 1 to 2592000 s; null is never.</summary>
    public int? MaxAgeS { get; init; }

    /// <summary>Most messages in one request, as a JSON array, 2 to 100; null sends each by itself.</summary>
    public int? BatchMax { get; init; }

    /// <summary>Longest time that a message waits for others to go with, 0 to 60000 ms; 1000 unless said otherwise. Goes with <c>batch_max</c>.</summary>
    public int? BatchWaitMs { get; init; }

    /// <summary>
    /// Waiting messages beyond which more wait as events only, and in percent of which the <c>queue_depth</c> notices are told, 1000 to 10000000.
    /// </summary>
    public int? MaxDepth { get; init; }
}
