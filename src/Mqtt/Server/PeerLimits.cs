using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What a 5.0 client asked us to keep to.</summary>
/// <param name="MaximumPacketSize">Bytes of the largest packet it takes.</param>
/// <param name="WantsReasons">Whether reason strings may be sent (Request Problem Information).</param>
internal readonly record struct PeerLimits(uint MaximumPacketSize, bool WantsReasons)
{
    public static PeerLimits Of(ConnectPacket packet) => new(
        packet.Properties.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue,
        packet.Properties.Number(PropertyId.RequestProblemInformation) != 0);
}
