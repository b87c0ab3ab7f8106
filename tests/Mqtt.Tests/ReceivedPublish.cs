using System.Text;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Tests;

/// <summary>A PUBLISH as a subscriber gets it.</summary>
internal sealed record ReceivedPublish(
    string Topic, string Payload, QualityOfService Qos, bool Retain, bool Duplicate, ushort PacketId, ushort Alias, uint? ExpirySeconds, uint[] Identifiers, string[] User)
{
    public static ReceivedPublish Of(byte[] packet, byte version)
    {
        Assert.Equal(ReadStatus.Complete, FixedHeader.TryRead(packet, out var header));
        Assert.Equal(PacketType.Publish, header.Type);
        Assert.Equal(
            ReasonCode.Success,
            PublishCodec.Read(packet.AsSpan(header.HeaderLength), header.Flags, version, AllowedProperties.PublishToClient, out var publish));
        var identifiers = new List<uint>();
        var user = new List<string>();
        var properties = new PropertyReader(publish.Properties, AllowedProperties.PublishToClient);
        while (properties.Next())
        {
            if (properties.Id == PropertyId.SubscriptionIdentifier)
            {
                identifiers.Add(properties.Number);
            }
            else if (properties.Id == PropertyId.UserProperty)
            {
                user.Add(Encoding.UTF8.GetString(properties.Bytes) + "=" + Encoding.UTF8.GetString(properties.Value));
            }
        }

        return new ReceivedPublish(
            Encoding.UTF8.GetString(publish.Topic),
            Encoding.UTF8.GetString(publish.Payload),
            publish.Qos,
            publish.Retain,
            publish.Duplicate,
            publish.PacketId,
            publish.TopicAlias,
            publish.ExpirySeconds,
            [.. identifiers.Order()],
            [.. user]);
    }
}
