using System.Text;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (sections 3.8 and 3.10), and their answers (3.9 and 3.11).</summary>
internal static class SubscribeCodec
{
    /// <param name="type"><see cref="PacketType.Subscribe"/> or <see cref="PacketType.Unsubscribe"/>, whose filters have no options.</param>
    /// <param name="maximumFilters">More are refused with <see cref="ReasonCode.QuotaExceeded"/>.</param>
    public static ReasonCode Read(ReadOnlySpan<byte> body, PacketType type, byte version, int maximumFilters, out SubscribePacket? packet)
    {
        packet = null;
        var reader = new PacketReader(body);
        var id = reader.TwoBytes();
        var properties = new PropertyList();
        var allowed = type == PacketType.Subscribe ? AllowedProperties.Subscribe : AllowedProperties.Unsubscribe;
        if (version == ProtocolVersion.V5 && PropertyListCodec.Read(ref reader, allowed, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        var filters = new List<TopicFilter>();
        while (!reader.Failed && !reader.AtEnd)
        {
            if (filters.Count == maximumFilters)
            {
                return ReasonCode.QuotaExceeded;
            }

            var filter = reader.Name();
            var options = type == PacketType.Subscribe ? reader.Byte() : (byte)0;
            if (filter.IsEmpty || !IsLawful(options, version))
            {
                return ReasonCode.MalformedPacket;
            }

            filters.Add(new TopicFilter(Encoding.UTF8.GetString(filter), options));
        }

        if (reader.Failed || id == 0)
        {
            return ReasonCode.MalformedPacket;
        }

        packet = new SubscribePacket(id, filters) { Properties = properties };
        return filters.Count > 0 ? ReasonCode.Success : ReasonCode.ProtocolError;
    }

    public static void Write(PacketWriter writer, PacketType type, byte version, SubscribePacket packet)
    {
        writer.Begin(type, flags: 2);
        writer.TwoBytes(packet.PacketId);
        if (version == ProtocolVersion.V5)
        {
            PropertyListCodec.Write(writer, packet.Properties);
        }

        foreach (var filter in packet.Filters)
        {
            writer.Text(filter.Filter);
            if (type == PacketType.Subscribe)
            {
                writer.Byte(filter.Options);
            }
        }
    }

    public static ReasonCode ReadAnswer(ReadOnlySpan<byte> body, byte version, out SubAckPacket? packet)
    {
        packet = null;
        var reader = new PacketReader(body);
        var id = reader.TwoBytes();
        var properties = new PropertyList();
        if (version == ProtocolVersion.V5
            && PropertyListCodec.Read(ref reader, AllowedProperties.Ack, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        var codes = reader.Rest();
        if (reader.Failed || id == 0)
        {
            return ReasonCode.MalformedPacket;
        }

        packet = new SubAckPacket(id, codes.ToArray()) { Properties = properties };
        return ReasonCode.Success;
    }

    public static void WriteAnswer(PacketWriter writer, PacketType type, byte version, SubAckPacket packet)
    {
        writer.Begin(type);
        writer.TwoBytes(packet.PacketId);
        if (version == ProtocolVersion.V5)
        {
            PropertyListCodec.Write(writer, packet.Properties);
        }

        writer.Raw(packet.Codes);
    }

    /// <summary>QoS 3, retain handling 3 and the reserved bits are malformed (MQTT 5.0, section 3.8.3.1).</summary>
    private static bool IsLawful(byte options, byte version) =>
        (options & 3) != 3 && (version == ProtocolVersion.V5 ? (options & 0xC0) == 0 && (options & 0x30) != 0x30 : options <= 2);
}
