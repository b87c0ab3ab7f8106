using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>A span of time to recover.</summary>
internal sealed record RecoverRequest
{
    /// <summary>Its begin, as in RFC 3339.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Its end; left out is now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Count only.</summary>
    public bool? DryRun { get; init; }

    [JsonIgnore]
    public long FromMs => Since?.ToUnixTimeMilliseconds() ?? 0;

    [JsonIgnore]
    public long UntilMs => Until?.ToUnixTimeMilliseconds() ?? long.MaxValue;
}
