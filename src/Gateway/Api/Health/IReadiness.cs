namespace EdgeRelay.Gateway.Api.Health;

/// <summary>One thing without which the gateway cannot do its work.</summary>
internal interface IReadiness
{
    /// <summary>Name in the answer of <c>/readyz</c>, snake case.</summary>
    string Name { get; }

    /// <returns>Why it is not ready, in plain words; null when it is. Answers within its own deadline.</returns>
    ValueTask<string?> WhyNot(CancellationToken cancellation);
}
