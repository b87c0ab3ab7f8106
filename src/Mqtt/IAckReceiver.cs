namespace EdgeRelay.Mqtt;

/// <summary>Whoever waits for messages to be settled: a server connection, or a client that acknowledges by hand.</summary>
public interface IAckReceiver
{
    /// <summary>
    /// True from the moment that one of its messages was abandoned: that one will be sent again, so nothing later of the same sender may
    /// take effect before it. Safe to read from any thread.
    /// </summary>
    bool IsBroken { get; }

    /// <summary>Settles the message that got <paramref name="sequence"/>. Called from any thread; must not block. The first call counts.</summary>
    void Settle(long sequence, AckOutcome outcome);
}
