using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What a 5.0 client asked us to keep to.</summary>
/// <param name="MaximumPacketSize">Bytes of the largest packet it takes.</param>
/// <param name="ReceiveMaximum">QoS 1 and 2 messages that it takes unacknowledged.</param>
/// <param name="TopicAliasMaximum">Aliases that may be set for it.</param>
/// <param name="WantsReasons">Whether reason strings may be sent (Request Problem Information).</param>
internal readonly record struct PeerLimits(uint MaximumPacketSize, ushort ReceiveMaximum, ushort TopicAliasMaximum, bool WantsReasons)
{
    public static PeerLimits Of(ConnectPacket packet) => new(
        packet.Properties.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue,
        (ushort)(packet.Properties.Number(PropertyId.ReceiveMaximum) ?? ushort.MaxValue),
        (ushort)(packet.Properties.Number(PropertyId.TopicAliasMaximum) ?? 0),
        packet.Properties.Number(PropertyId.RequestProblemInformation) != 0);
}
