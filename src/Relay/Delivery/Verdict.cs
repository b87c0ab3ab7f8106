using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What an attempt means to the deliveries that it was made for.</summary>
/// <param name="SupersededBy">The newer delivery that takes the place of one that failed; null when it is tried again.</param>
internal readonly record struct Verdict(DeliveryDecision Decision, int Status, string? Reason, long? SupersededBy, long NowMs)
{
    /// <summary>What is to be written about one of them. One that was cancelled meanwhile ends with the answer, whatever that is.</summary>
    public Outcome On(QueuedDelivery delivery)
    {
        var retries = Decision is DeliveryDecision.RetryAt && !delivery.Cancelled;
        var state = SupersededBy is not null ? DeliveryState.Superseded
            : DeliveryMachine.StoredAfter(
                retries ? DeliveryTurn.Retry : Decision is DeliveryDecision.Done ? DeliveryTurn.Accept : DeliveryTurn.GiveUp);
        var isFinished = !retries || SupersededBy is not null;
        return new Outcome(
            delivery.Id,
            state,
            delivery.Attempts,
            isFinished ? 0 : delivery.DueMs,
            Status,
            Reason,
            isFinished ? NowMs : null,
            delivery.OutOfOrder,
            SupersededBy);
    }
}
