using System.Buffers.Binary;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>A PUBLISH to a subscriber, with the properties that a server adds. Measured first, then written in place.</summary>
internal readonly ref struct OutgoingPublish
{
    private const byte RetainFlag = 0x01;
    private const byte DuplicateFlag = 0x08;

    public required byte Version { get; init; }

    /// <summary>Empty when the alias stands for it.</summary>
    public required ReadOnlySpan<byte> Topic { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public required QualityOfService Qos { get; init; }

    /// <summary>0 at QoS 0.</summary>
    public ushort PacketId { get; init; }

    public bool Retain { get; init; }

    public bool Duplicate { get; init; }

    /// <summary>0 for none.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>What is left of the Message Expiry Interval, seconds; null for none.</summary>
    public uint? ExpirySeconds { get; init; }

    public ReadOnlySpan<uint> SubscriptionIdentifiers { get; init; }

    /// <summary>Properties that are handed on as they came.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    /// <summary>Bytes of the whole packet.</summary>
    public int Size()
    {
        var body = BodySize();
        return 1 + VariableInteger.Size(body) + body;
    }

    /// <summary>Writes what <see cref="Size"/> measured.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)(((int)PacketType.Publish << 4) | ((int)Qos << 1) | (Retain ? RetainFlag : 0) | (Duplicate ? DuplicateFlag : 0));
        var at = 1 + VariableInteger.Write(destination[1..], BodySize());
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)Topic.Length);
        Topic.CopyTo(destination[(at + 2)..]);
        at += 2 + Topic.Length;
        if (Qos != QualityOfService.AtMostOnce)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], PacketId);
            at += 2;
        }

        if (Version == ProtocolVersion.V5)
        {
            at += WriteProperties(destination[at..]);
        }

        Payload.CopyTo(destination[at..]);
    }

    private int WriteProperties(Span<byte> destination)
    {
        var at = VariableInteger.Write(destination, PropertiesSize());
        if (TopicAlias != 0)
        {
            destination[at] = (byte)PropertyId.TopicAlias;
            BinaryPrimitives.WriteUInt16BigEndian(destination[(at + 1)..], TopicAlias);
            at += 3;
        }

        if (ExpirySeconds is { } seconds)
        {
            destination[at] = (byte)PropertyId.MessageExpiryInterval;
            BinaryPrimitives.WriteUInt32BigEndian(destination[(at + 1)..], seconds);
            at += 5;
        }

        foreach (var identifier in SubscriptionIdentifiers)
        {
            destination[at++] = (byte)PropertyId.SubscriptionIdentifier;
            at += VariableInteger.Write(destination[at..], (int)identifier);
        }

        Properties.CopyTo(destination[at..]);
        return at + Properties.Length;
    }

    private int PropertiesSize()
    {
        var size = Properties.Length + (TopicAlias == 0 ? 0 : 3) + (ExpirySeconds is null ? 0 : 5);
        foreach (var identifier in SubscriptionIdentifiers)
        {
            size += 1 + VariableInteger.Size((int)identifier);
        }

        return size;
    }

    private int BodySize()
    {
        var size = 2 + Topic.Length + (Qos == QualityOfService.AtMostOnce ? 0 : 2) + Payload.Length;
        if (Version != ProtocolVersion.V5)
        {
            return size;
        }

        var properties = PropertiesSize();
        return size + VariableInteger.Size(properties) + properties;
    }
}
