namespace EdgeRelay.Mqtt.Packets;

/// <summary>PUBLISH as it lies in the buffer; nothing is copied.</summary>
internal ref struct PublishPacket
{
    /// <summary>Empty when an alias stands for it (5.0).</summary>
    public ReadOnlySpan<byte> Topic { get; set; }

    public ReadOnlySpan<byte> Payload { get; set; }

    /// <summary>Where the payload begins within the body.</summary>
    public int PayloadOffset { get; set; }

    public QualityOfService Qos { get; set; }

    public bool Retain { get; set; }

    public bool Duplicate { get; set; }

    /// <summary>0 at QoS 0.</summary>
    public ushort PacketId { get; set; }

    /// <summary>0 when there is none.</summary>
    public ushort TopicAlias { get; set; }

    /// <summary>The property block (5.0), checked.</summary>
    public ReadOnlySpan<byte> Properties { get; set; }

    /// <summary>Message Expiry Interval, seconds; null when there is none.</summary>
    public uint? ExpirySeconds { get; set; }
}
