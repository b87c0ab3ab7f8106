using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The answer of an endpoint without subscriptions: each filter refused, none ever held. Pure.</summary>
internal static class SubscribeRefusal
{
    public static SubAckPacket Of(PacketType type, byte version, SubscribePacket packet, PeerLimits peer, string reason)
    {
        if (version != ProtocolVersion.V5)
        {
            // An UNSUBACK of 3.1.1 has no codes; 0x80 is the only refusal that its SUBACK knows.
            return new SubAckPacket(packet.PacketId, type == PacketType.Subscribe ? Repeat(0x80, packet.Filters.Count) : []);
        }

        var code = type == PacketType.Subscribe ? ReasonCode.ImplementationSpecificError : ReasonCode.Success;
        if (type == PacketType.Unsubscribe)
        {
            // 0x11, No Subscription Existed.
            return new SubAckPacket(packet.PacketId, Repeat(0x11, packet.Filters.Count));
        }

        var properties = new PropertyList();
        var size = 16 + reason.Length + packet.Filters.Count;
        if (peer.WantsReasons && size <= peer.MaximumPacketSize)
        {
            properties.With(PropertyId.ReasonString, reason);
        }

        return new SubAckPacket(packet.PacketId, Repeat((byte)code, packet.Filters.Count)) { Properties = properties };
    }

    private static byte[] Repeat(byte code, int count)
    {
        var codes = new byte[count];
        codes.AsSpan().Fill(code);
        return codes;
    }
}
