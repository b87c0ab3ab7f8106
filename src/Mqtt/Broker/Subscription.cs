using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>One filter of one session with its options (MQTT 5.0, section 3.8.3.1).</summary>
/// <param name="Identifier">Subscription Identifier; 0 when the client gave none.</param>
internal sealed record Subscription(Session Session, FilterText Filter, byte Options, uint Identifier)
{
    public QualityOfService Qos => (QualityOfService)(Options & 3);

    /// <summary>Messages of its own session are not sent back.</summary>
    public bool NoLocal => (Options & 4) != 0;

    /// <summary>The retain flag is handed on as it was published.</summary>
    public bool RetainAsPublished => (Options & 8) != 0;

    /// <summary>0: retained messages are sent at each SUBSCRIBE; 1: only if the subscription is new; 2: never.</summary>
    public int RetainHandling => (Options >> 4) & 3;

    public static Subscription Of(Session session, FilterText filter, TopicFilter asked, PropertyList properties) =>
        new(session, filter, asked.Options, properties.Number(PropertyId.SubscriptionIdentifier) ?? 0);
}
