using System.Text;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>One message on its way to subscribers. Immutable; shared by all that receive it.</summary>
internal sealed class BrokerMessage
{
    /// <summary>The object, its arrays and the places that refer to it.</summary>
    private const int Overhead = 256;

    private BrokerMessage(string topic, byte[] topicBytes, byte[] payload, byte[] properties)
    {
        (Topic, TopicBytes, Payload, Properties) = (topic, topicBytes, payload, properties);
    }

    public string Topic { get; }

    public byte[] TopicBytes { get; }

    public byte[] Payload { get; }

    /// <summary>
    /// The properties that are handed on unaltered (MQTT 5.0, section 3.3.2.3: payload format, content type, response topic, correlation data, user
    /// properties), as they came, in their order. Empty for 3.1.1.
    /// </summary>
    public byte[] Properties { get; }

    public QualityOfService Qos { get; private init; }

    public bool Retain { get; private init; }

    /// <summary>Who published it: no-local subscriptions of the same identity do not get it.</summary>
    public string Publisher { get; private init; } = "";

    /// <summary>Clock timestamp at which it is worthless; null when it never is.</summary>
    public long? ExpiresAt { get; private init; }

    /// <summary>Bytes of memory, about: what counts against the bounds of queues. A message without a payload is not for nothing.</summary>
    public int Size => Overhead + (3 * TopicBytes.Length) + Payload.Length + Properties.Length;

    /// <param name="expirySeconds">Message Expiry Interval; null when there is none.</param>
    public static BrokerMessage Of(
        ReadOnlySpan<byte> topic,
        byte[] payload,
        byte[] properties,
        QualityOfService qos,
        bool retain,
        string publisher,
        uint? expirySeconds,
        TimeProvider clock)
    {
        return new BrokerMessage(Encoding.UTF8.GetString(topic), topic.ToArray(), payload, properties)
        {
            Qos = qos,
            Retain = retain,
            Publisher = publisher,
            ExpiresAt = expirySeconds is { } seconds ? clock.GetTimestamp() + (seconds * clock.TimestampFrequency) : null,
        };
    }

    /// <summary>The expiry interval that is left, whole seconds upwards; null when it never expires. At most 0: too late.</summary>
    public long? SecondsLeft(TimeProvider clock) =>
        ExpiresAt is { } at ? (at - clock.GetTimestamp() + clock.TimestampFrequency - 1) / clock.TimestampFrequency : null;
}
