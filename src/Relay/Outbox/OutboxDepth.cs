namespace EdgeRelay.Relay.Outbox;

/// <summary>What waits for one endpoint at this moment. Read from memory, costs nothing.</summary>
/// <param name="Waiting">Committed messages that are not finished, the spilled ones included.</param>
/// <param name="Spilled">Of these, events that have no delivery yet.</param>
/// <param name="InFlight">Requests open now.</param>
/// <param name="OldestEnqueuedMs">When the oldest of the waiting was committed, Unix ms; null when none waits.</param>
/// <param name="Failing">Ten or more failures in a row.</param>
/// <param name="LastStatus">HTTP status of the latest answer; 0 when none came; null when nothing was sent since the start.</param>
public readonly record struct OutboxDepth(long Waiting, long Spilled, int InFlight, long? OldestEnqueuedMs, bool Failing, int? LastStatus);
