namespace EdgeRelay.Mqtt.Client;

/// <summary>What the server shall publish when this client goes without saying so.</summary>
public sealed record MqttWill(string Topic, ReadOnlyMemory<byte> Payload)
{
    public QualityOfService Qos { get; init; } = QualityOfService.AtLeastOnce;

    public bool Retain { get; init; }
}
