namespace EdgeRelay.Mqtt.Broker;

/// <summary>The connection through which a session's client is reached now. Thread-safe; never blocks; called under the session's lock.</summary>
internal interface ISessionPeer
{
    /// <summary>QoS 1 and 2 messages that the client takes without an answer: its Receive Maximum, or our own bound.</summary>
    int Window { get; }

    /// <summary>Puts a message into the output. Sent by <see cref="Flush"/>.</summary>
    /// <returns><see cref="SendResult.NoRoom"/>: offer it again after the output was drained.</returns>
    SendResult TrySend(in QueuedMessage message, ushort packetId, bool duplicate);

    /// <summary>Puts a PUBREL into the output.</summary>
    bool TrySendRelease(ushort packetId);

    void Flush();
}
