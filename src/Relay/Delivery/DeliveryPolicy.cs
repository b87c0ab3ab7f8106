using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Decides what follows an attempt. Pure: the time and the roll of the dice are arguments.</summary>
public static class DeliveryPolicy
{
    /// <summary>Shortest wait after an answer that says "too much" or "too late".</summary>
    public static readonly TimeSpan ThrottledWait = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryAfterReach = TimeSpan.FromHours(1);

    /// <param name="outcome">What the attempt came to.</param>
    /// <param name="attemptsMade">Attempts made, this one included.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="schedule">The endpoint's waits.</param>
    /// <param name="dice">0 to 1, exclusive; spreads the waits.</param>
    public static DeliveryDecision After(
        AttemptOutcome outcome, int attemptsMade, DateTimeOffset now, RetrySchedule schedule, double dice)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return outcome switch
        {
            { Class: OutcomeClass.Delivered } => DeliveryDecision.Done.Instance,
            { Class: OutcomeClass.Gone } when !schedule.Exact =>
                new DeliveryDecision.DisableEndpoint(HoldReason.Gone, outcome.Reason),
            { Class: OutcomeClass.TooLarge } or { Abort: true } => new DeliveryDecision.GiveUp(outcome.Reason),
            _ when schedule.WaitAfter(attemptsMade, dice) is { } planned => Retry(outcome, now, planned),
            _ when schedule.Attempts == 1 => new DeliveryDecision.GiveUp($"{outcome.Reason}; it had one attempt"),
            _ => new DeliveryDecision.GiveUp($"{outcome.Reason}; all {schedule.Attempts} attempts are used up"),
        };
    }

    private static DeliveryDecision.RetryAt Retry(AttemptOutcome outcome, DateTimeOffset now, TimeSpan planned)
    {
        var slowed = outcome.Class is OutcomeClass.Throttled or OutcomeClass.Slow;
        var least = slowed && planned < ThrottledWait ? ThrottledWait : planned;
        if (outcome.RetryAfter is not { } asked)
        {
            return new DeliveryDecision.RetryAt(now + least);
        }

        var reach = 2 * planned > RetryAfterReach ? 2 * planned : RetryAfterReach;
        var wait = asked < least ? least : asked > reach ? reach : asked;
        return new DeliveryDecision.RetryAt(now + wait, HoldEndpoint: outcome.Class == OutcomeClass.Throttled);
    }
}
