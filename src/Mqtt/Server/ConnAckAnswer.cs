using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The CONNACK of an accepted client: announces what is enforced. Pure.</summary>
internal static class ConnAckAnswer
{
    /// <param name="assignedClientId">Null when the client brought its own.</param>
    public static ConnAckPacket Of(ConnectPacket connect, MqttLimits limits, KeepAlive keepAlive, string? assignedClientId)
    {
        if (connect.Version != ProtocolVersion.V5)
        {
            return new ConnAckPacket(SessionPresent: false, 0);
        }

        var properties = new PropertyList()
            .With(PropertyId.SessionExpiryInterval, 0)
            .With(PropertyId.ReceiveMaximum, (uint)limits.ReceiveMaximum)
            .With(PropertyId.MaximumPacketSize, (uint)limits.MaximumPacketSize)
            .With(PropertyId.TopicAliasMaximum, (uint)limits.TopicAliasMaximum)
            .With(PropertyId.RetainAvailable, 1)
            .With(PropertyId.WildcardSubscriptionAvailable, 0)
            .With(PropertyId.SubscriptionIdentifierAvailable, 0)
            .With(PropertyId.SharedSubscriptionAvailable, 0);
        if (keepAlive.AnnouncedSeconds is { } seconds)
        {
            properties.With(PropertyId.ServerKeepAlive, seconds);
        }

        if (assignedClientId is not null)
        {
            properties.With(PropertyId.AssignedClientIdentifier, assignedClientId);
        }

        return new ConnAckPacket(SessionPresent: false, 0) { Properties = properties };
    }
}
