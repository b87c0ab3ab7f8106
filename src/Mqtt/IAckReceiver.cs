namespace EdgeRelay.Mqtt;

/// <summary>Whoever waits for messages to be settled: a server connection, or a client that acknowledges by hand.</summary>
public interface IAckReceiver
{
    /// <summary>Settles the message that got <paramref name="sequence"/>. Called once per message, from any thread; must not block.</summary>
    void Settle(long sequence, AckOutcome outcome);
}
