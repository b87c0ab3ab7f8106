using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>Which properties each packet may carry (MQTT 5.0, section 2.2.2.2): one bit per identifier.</summary>
internal static class AllowedProperties
{
    public const ulong Ack = (1UL << (int)PropertyId.ReasonString) | (1UL << (int)PropertyId.UserProperty);

    public const ulong Subscribe = (1UL << (int)PropertyId.SubscriptionIdentifier) | (1UL << (int)PropertyId.UserProperty);

    public const ulong Unsubscribe = 1UL << (int)PropertyId.UserProperty;

    public const ulong Disconnect = Ack | (1UL << (int)PropertyId.SessionExpiryInterval) | (1UL << (int)PropertyId.ServerReference);

    public const ulong Auth = Ack | (1UL << (int)PropertyId.AuthenticationMethod) | (1UL << (int)PropertyId.AuthenticationData);

    /// <summary>What a server hands on to subscribers unaltered (MQTT 5.0, section 3.3.2.3).</summary>
    public const ulong HandedOn = (1UL << (int)PropertyId.PayloadFormatIndicator) | (1UL << (int)PropertyId.ContentType)
        | (1UL << (int)PropertyId.ResponseTopic) | (1UL << (int)PropertyId.CorrelationData) | (1UL << (int)PropertyId.UserProperty);

    private const ulong Message = HandedOn | (1UL << (int)PropertyId.MessageExpiryInterval);

    /// <summary>From a client: Subscription Identifier is the server's alone (MQTT-3.3.4-6).</summary>
    public const ulong PublishToServer = Message | (1UL << (int)PropertyId.TopicAlias);

    public const ulong PublishToClient = PublishToServer | (1UL << (int)PropertyId.SubscriptionIdentifier);

    public const ulong Will = Message | (1UL << (int)PropertyId.WillDelayInterval);

    public const ulong Connect = (1UL << (int)PropertyId.SessionExpiryInterval) | (1UL << (int)PropertyId.AuthenticationMethod)
        | (1UL << (int)PropertyId.AuthenticationData) | (1UL << (int)PropertyId.RequestProblemInformation)
        | (1UL << (int)PropertyId.RequestResponseInformation) | (1UL << (int)PropertyId.ReceiveMaximum)
        | (1UL << (int)PropertyId.TopicAliasMaximum) | (1UL << (int)PropertyId.UserProperty)
        | (1UL << (int)PropertyId.MaximumPacketSize);

    public const ulong ConnAck = Ack | (1UL << (int)PropertyId.SessionExpiryInterval)
        | (1UL << (int)PropertyId.AssignedClientIdentifier) | (1UL << (int)PropertyId.ServerKeepAlive)
        | (1UL << (int)PropertyId.AuthenticationMethod) | (1UL << (int)PropertyId.AuthenticationData)
        | (1UL << (int)PropertyId.ResponseInformation) | (1UL << (int)PropertyId.ServerReference)
        | (1UL << (int)PropertyId.ReceiveMaximum) | (1UL << (int)PropertyId.TopicAliasMaximum)
        | (1UL << (int)PropertyId.MaximumQos) | (1UL << (int)PropertyId.RetainAvailable)
        | (1UL << (int)PropertyId.MaximumPacketSize) | (1UL << (int)PropertyId.WildcardSubscriptionAvailable)
        | (1UL << (int)PropertyId.SubscriptionIdentifierAvailable) | (1UL << (int)PropertyId.SharedSubscriptionAvailable);
}
