namespace EdgeRelay.Relay.Delivery;

/// <summary>What one attempt came to, as the policy sees it.</summary>
/// <param name="Class">The class by which it is decided.</param>
/// <param name="Status">Status of the answer; 0 when none came.</param>
/// <param name="Reason">Plain words about it; empty after a success.</param>
/// <param name="RetryAfter">The wait that the answer asked for.</param>
/// <param name="Abort">The answer asked to give this message up.</param>
/// <param name="EndpointFailed">The endpoint as a whole failed (no connection, no answer, 5xx), not this message.</param>
public readonly record struct AttemptOutcome(
    OutcomeClass Class,
    int Status,
    string Reason,
    TimeSpan? RetryAfter = null,
    bool Abort = false,
    bool EndpointFailed = false)
{
    public static AttemptOutcome Delivered(int status) => new(OutcomeClass.Delivered, status, "");
}
