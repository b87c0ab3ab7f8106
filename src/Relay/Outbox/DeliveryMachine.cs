namespace EdgeRelay.Relay.Outbox;

/// <summary>
/// The one place that says which change of a delivery is legal, and to what it leads. Pure. What is finished stays as it is: sending again makes
/// a new delivery, so that the log shows both.
/// </summary>
public static class DeliveryMachine
{
    /// <returns>The phase that follows; null when the turn is not legal there.</returns>
    public static DeliveryPhase? After(DeliveryPhase phase, DeliveryTurn turn) => (phase, turn) switch
    {
        (DeliveryPhase.Pending or DeliveryPhase.Retrying, DeliveryTurn.Take) => DeliveryPhase.Sending,
        (DeliveryPhase.Pending or DeliveryPhase.Retrying, DeliveryTurn.Hold) => DeliveryPhase.Held,
        (DeliveryPhase.Held, DeliveryTurn.Release) => DeliveryPhase.Pending,
        (DeliveryPhase.Sending, DeliveryTurn.Accept) => DeliveryPhase.Delivered,
        (DeliveryPhase.Sending, DeliveryTurn.Retry or DeliveryTurn.Die) => DeliveryPhase.Retrying,
        (DeliveryPhase.Sending, DeliveryTurn.GiveUp) => DeliveryPhase.Failed,

        // A request that is open cannot be called back, so these reach only what waits.
        (DeliveryPhase.Pending or DeliveryPhase.Retrying or DeliveryPhase.Held, DeliveryTurn.Supersede) => DeliveryPhase.Superseded,
        (DeliveryPhase.Pending or DeliveryPhase.Retrying or DeliveryPhase.Held, DeliveryTurn.Expire) => DeliveryPhase.Expired,
        (DeliveryPhase.Pending or DeliveryPhase.Retrying or DeliveryPhase.Held, DeliveryTurn.Cancel) => DeliveryPhase.Cancelled,
        _ => null,
    };

    /// <param name="stored">As the row says.</param>
    /// <param name="isOpen">Its request is open now.</param>
    /// <param name="maySend">Its subscription may send.</param>
    public static DeliveryPhase PhaseOf(DeliveryState stored, bool isOpen, bool maySend) => stored switch
    {
        DeliveryState.Delivered => DeliveryPhase.Delivered,
        DeliveryState.Failed => DeliveryPhase.Failed,
        DeliveryState.Cancelled => DeliveryPhase.Cancelled,
        DeliveryState.Superseded => DeliveryPhase.Superseded,
        DeliveryState.Expired => DeliveryPhase.Expired,
        _ when isOpen => DeliveryPhase.Sending,
        _ when !maySend => DeliveryPhase.Held,
        DeliveryState.Retrying => DeliveryPhase.Retrying,
        _ => DeliveryPhase.Pending,
    };

    /// <summary>What the row says of a delivery that an attempt has ended for.</summary>
    public static DeliveryState StoredAfter(DeliveryTurn turn) => After(DeliveryPhase.Sending, turn) switch
    {
        DeliveryPhase.Delivered => DeliveryState.Delivered,
        DeliveryPhase.Failed => DeliveryState.Failed,
        DeliveryPhase.Retrying => DeliveryState.Retrying,
        _ => throw new ArgumentOutOfRangeException(nameof(turn), turn, "No attempt ends so."),
    };
}
