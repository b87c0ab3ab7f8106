namespace EdgeRelay.Mqtt.Client;

/// <summary>A message from the server.</summary>
/// <param name="Ticket">Settle it once: nothing is acknowledged before. Of no effect at QoS 0.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, QualityOfService Qos, bool Retain, AckTicket Ticket);
