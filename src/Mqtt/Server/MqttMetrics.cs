using System.Diagnostics.Metrics;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The meter <c>EdgeRelay.Mqtt</c>.</summary>
internal sealed class MqttMetrics
{
    public const string MeterName = "EdgeRelay.Mqtt";

    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _packets;
    private readonly Counter<long> _protocolErrors;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _ratePauses;
    private long _messagesReceived;
    private long _messagesSent;

    public MqttMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        Broker = new BrokerMetrics(meter);
        _connections = meter.CreateUpDownCounter<long>("edgerelay.mqtt.connections", "{connection}", "Connections that are open");
        _refused = meter.CreateCounter<long>("edgerelay.mqtt.connects.refused", "{connection}", "Connects that were refused, by reason");
        _packets = meter.CreateCounter<long>("edgerelay.mqtt.packets.received", "{packet}", "Packets received");
        _protocolErrors = meter.CreateCounter<long>("edgerelay.mqtt.protocol.errors", "{error}", "Faults of peers, by reason");
        _disconnects = meter.CreateCounter<long>("edgerelay.mqtt.disconnects", "{connection}", "Connections that ended, by reason");
        _ratePauses = meter.CreateCounter<long>("edgerelay.mqtt.rate.pauses", "{pause}", "Times that reading paused because a device sent faster than it may");
    }

    public BrokerMetrics Broker { get; }

    /// <summary>PUBLISH packets taken since the start.</summary>
    public long MessagesReceived => Interlocked.Read(ref _messagesReceived);

    /// <summary>PUBLISH packets sent to subscribers since the start.</summary>
    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    public void Opened() => _connections.Add(1);

    public void Closed() => _connections.Add(-1);

    public void Refused(ReasonCode reason) => _refused.Add(1, Tag(reason));

    /// <param name="packets">Of one read.</param>
    /// <param name="messages">How many of them were PUBLISH.</param>
    public void Received(int packets, int messages)
    {
        _packets.Add(packets);
        if (messages > 0)
        {
            Interlocked.Add(ref _messagesReceived, messages);
        }
    }

    public void Sent() => Interlocked.Increment(ref _messagesSent);

    public void PausedForRate() => _ratePauses.Add(1);

    public void ProtocolError(ReasonCode reason) => _protocolErrors.Add(1, Tag(reason));

    public void Disconnected(DisconnectReason reason) => _disconnects.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    private static KeyValuePair<string, object?> Tag(ReasonCode reason) => new("reason", reason.ToString());
}
