namespace EdgeRelay.Mqtt.Server;

public enum PublishVerdict : byte
{
    /// <summary>The ticket will be settled. Subscribers get the message too, if there is room for it.</summary>
    Taken,

    /// <summary>The message is for subscribers alone: the endpoint settles the ticket when it has handed it over.</summary>
    ForSubscribers,

    /// <summary>The topic is not the client's: the connection closes (5.0: DISCONNECT 0x87).</summary>
    NotAuthorized,

    /// <summary>No room now: the connection pauses reading, waits for room, and offers the same message again.</summary>
    Busy,
}
