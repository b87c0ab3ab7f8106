namespace EdgeRelay.Mqtt.Packets;

/// <summary>DISCONNECT, or AUTH, which has the same form.</summary>
internal sealed record DisconnectPacket(ReasonCode Reason)
{
    public PropertyList Properties { get; init; } = new();
}
