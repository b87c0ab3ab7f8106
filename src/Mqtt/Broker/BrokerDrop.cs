namespace EdgeRelay.Mqtt.Broker;

/// <summary>Why a subscriber did not get a message.</summary>
internal enum BrokerDrop : byte
{
    /// <summary>It reads too slowly, or was away too long: the oldest waiting message gave way.</summary>
    QueueFull,

    /// <summary>The queues of all sessions together are full, and this one had nothing older to give up.</summary>
    AllQueuesFull,

    /// <summary>Its Message Expiry Interval was over before it could be sent.</summary>
    Expired,

    /// <summary>The client takes no packet of that size.</summary>
    TooLarge,

    /// <summary>The router had no room; telemetry is taken all the same.</summary>
    RouterFull,

    /// <summary>A retained message found no room and was sent to present subscribers only.</summary>
    RetainedFull,
}
