using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>Property blocks of the packets that are not on the hot path.</summary>
internal static class PropertyListCodec
{
    public static ReasonCode Read(ref PacketReader reader, ulong allowed, PropertyList list)
    {
        var properties = new PropertyReader(reader.PropertyBlock(), allowed);
        if (reader.Failed)
        {
            return ReasonCode.MalformedPacket;
        }

        while (properties.Next())
        {
            if (list.IsFull)
            {
                return ReasonCode.QuotaExceeded;
            }

            list.Add(new Property(
                properties.Id,
                properties.Number,
                properties.Bytes.IsEmpty ? null : properties.Bytes.ToArray(),
                properties.Value.IsEmpty ? null : properties.Value.ToArray()));
        }

        return properties.Fault;
    }

    /// <summary>The bytes of those properties that subscribers are to see, without a length before them.</summary>
    public static byte[] HandedOn(PropertyList list)
    {
        var kept = new PropertyList();
        foreach (var property in list.Items)
        {
            if ((AllowedProperties.HandedOn & (1UL << (int)property.Id)) != 0)
            {
                kept.Add(property);
            }
        }

        var writer = new PacketWriter().Begin(PacketType.Publish);
        Write(writer, kept);
        return writer.End()[^Size(kept)..].ToArray();
    }

    public static int Size(PropertyList list)
    {
        var size = 0;
        foreach (var property in list.Items)
        {
            size += 1 + PropertyShapes.Of(property.Id) switch
            {
                PropertyShape.Byte => 1,
                PropertyShape.TwoBytes => 2,
                PropertyShape.FourBytes => 4,
                PropertyShape.VariableInteger => VariableInteger.Size((int)property.Number),
                PropertyShape.TextPair => 4 + Length(property.Bytes) + Length(property.Value),
                _ => 2 + Length(property.Bytes),
            };
        }

        return size;
    }

    public static void Write(PacketWriter writer, PropertyList list)
    {
        writer.Variable(Size(list));
        foreach (var property in list.Items)
        {
            writer.Byte((byte)property.Id);
            WriteValue(writer, property);
        }
    }

    private static void WriteValue(PacketWriter writer, Property property)
    {
        switch (PropertyShapes.Of(property.Id))
        {
            case PropertyShape.Byte:
                writer.Byte((byte)property.Number);
                break;
            case PropertyShape.TwoBytes:
                writer.TwoBytes((ushort)property.Number);
                break;
            case PropertyShape.FourBytes:
                writer.FourBytes(property.Number);
                break;
            case PropertyShape.VariableInteger:
                writer.Variable((int)property.Number);
                break;
            case PropertyShape.TextPair:
                writer.Binary(property.Bytes);
                writer.Binary(property.Value);
                break;
            default:
                writer.Binary(property.Bytes);
                break;
        }
    }

    private static int Length(byte[]? bytes) => bytes?.Length ?? 0;
}
