namespace EdgeRelay.Mqtt.Packets;

/// <summary>SUBSCRIBE, or UNSUBSCRIBE (whose filters have no options).</summary>
internal sealed record SubscribePacket(ushort PacketId, IReadOnlyList<TopicFilter> Filters)
{
    public PropertyList Properties { get; init; } = new();
}
