namespace EdgeRelay.Mqtt;

/// <summary>The right and duty to settle one received message, once: completed after its effects are durable, or abandoned.</summary>
/// <remarks>Safe to call from any thread; cheap (no task, no allocation). The default value stands for a message that nobody waits for.</remarks>
public readonly record struct AckTicket(IAckReceiver? Receiver, long Sequence)
{
    /// <summary>The message and all that follows from it is committed and synced: acknowledge it.</summary>
    public void Complete() => Receiver?.Settle(Sequence, AckOutcome.Committed);

    /// <summary>It could not be committed: never acknowledge; the connection closes and the device sends again.</summary>
    public void Abandon() => Receiver?.Settle(Sequence, AckOutcome.Abandoned);
}
