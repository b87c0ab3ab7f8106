namespace EdgeRelay.Mqtt.Broker;

/// <summary>What became of a message that was offered to a connection.</summary>
internal enum SendResult : byte
{
    Sent,

    NoRoom,

    /// <summary>Larger than the client takes: it is done with, as if it had been sent (MQTT-3.1.2-25).</summary>
    TooLarge,
}
