namespace EdgeRelay.Mqtt.Packets;

/// <summary>One line of a SUBSCRIBE.</summary>
/// <param name="Options">The options byte (MQTT 5.0, section 3.8.3.1); in 3.1.1 the requested QoS alone.</param>
internal readonly record struct TopicFilter(string Filter, byte Options);
