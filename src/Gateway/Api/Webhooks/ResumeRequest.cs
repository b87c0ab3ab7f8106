namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Body of a resume; may be left out.</summary>
internal sealed record ResumeRequest
{
    /// <summary>What becomes of the messages that waited: <c>replay_all</c> (default), <c>newest_per_vehicle</c> or <c>skip_to_now</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Count only.</summary>
    public bool? DryRun { get; init; }
}
