namespace EdgeRelay.Mqtt.Broker;

/// <summary>A message as one session gets it.</summary>
/// <param name="Qos">The lower of the message's and the subscription's.</param>
/// <param name="Retain">The flag that the client is shown.</param>
/// <param name="Identifiers">Subscription identifiers of all filters that matched; null when there are none.</param>
internal readonly record struct QueuedMessage(BrokerMessage Message, QualityOfService Qos, bool Retain, uint[]? Identifiers);
