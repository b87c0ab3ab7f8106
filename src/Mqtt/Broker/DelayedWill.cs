namespace EdgeRelay.Mqtt.Broker;

/// <summary>A will that is published when its delay is over or its session ends, unless the client comes back before.</summary>
/// <param name="DueAt">Clock timestamp.</param>
/// <param name="Publish">Publishes it; does not block and does not throw.</param>
internal sealed record DelayedWill(long DueAt, Action Publish);
