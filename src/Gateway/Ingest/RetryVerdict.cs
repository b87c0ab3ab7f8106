using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>What became of refused telemetry that was given to the intake again: a closed set.</summary>
internal abstract record RetryVerdict
{
    private RetryVerdict()
    {
    }

    /// <summary>Its ticket will be settled.</summary>
    /// <param name="Applied">Elements that go to the rules.</param>
    /// <param name="Refused">Elements that become dead letters of their own.</param>
    public sealed record Taken(int Applied, int Refused) : RetryVerdict;

    /// <summary>Nothing of it can be used now either.</summary>
    public sealed record StillRefused(DeadLetterReason Reason, string Detail) : RetryVerdict;

    /// <summary>The vehicle's lane is at its bound.</summary>
    public sealed record Busy : RetryVerdict;
}
