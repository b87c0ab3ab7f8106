using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The CONNACK of an accepted client: announces what is enforced. Pure.</summary>
internal static class ConnAckAnswer
{
    /// <param name="session">What the client got, which may be less than it asked for.</param>
    /// <param name="present">Whether it is an earlier session that goes on.</param>
    /// <param name="assignedClientId">Null when the client brought its own.</param>
    public static ConnAckPacket Of(
        ConnectPacket connect, MqttLimits limits, KeepAlive keepAlive, Session session, bool present, string? assignedClientId)
    {
        if (connect.Version != ProtocolVersion.V5)
        {
            return new ConnAckPacket(present, 0);
        }

        var properties = new PropertyList()
            .With(PropertyId.SessionExpiryInterval, session.ExpirySeconds)
            .With(PropertyId.ReceiveMaximum, (uint)limits.ReceiveMaximum)
            .With(PropertyId.MaximumPacketSize, (uint)limits.MaximumPacketSize)
            .With(PropertyId.TopicAliasMaximum, (uint)limits.TopicAliasMaximum)
            .With(PropertyId.RetainAvailable, 1)
            .With(PropertyId.WildcardSubscriptionAvailable, 1)
            .With(PropertyId.SubscriptionIdentifierAvailable, 1)
            .With(PropertyId.SharedSubscriptionAvailable, 1);
        if (keepAlive.AnnouncedSeconds is { } seconds)
        {
            properties.With(PropertyId.ServerKeepAlive, seconds);
        }

        if (assignedClientId is not null)
        {
            properties.With(PropertyId.AssignedClientIdentifier, assignedClientId);
        }

        return new ConnAckPacket(present, 0) { Properties = properties };
    }
}
