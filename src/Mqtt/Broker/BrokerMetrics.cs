using System.Diagnostics.Metrics;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>Figures of fan-out, in the meter <c>EdgeRelay.Mqtt</c>.</summary>
internal sealed class BrokerMetrics
{
    private readonly Counter<long> _routed;
    private readonly Counter<long> _offered;
    private readonly Counter<long> _dropped;

    public BrokerMetrics(Meter meter)
    {
        _routed = meter.CreateCounter<long>("edgerelay.mqtt.messages.routed", "{message}", "Messages looked up among the subscriptions");
        _offered = meter.CreateCounter<long>("edgerelay.mqtt.messages.offered", "{message}", "Messages put in line for a subscriber");
        _dropped = meter.CreateCounter<long>("edgerelay.mqtt.messages.dropped", "{message}", "Messages that a subscriber did not get, by reason");
    }

    public void Routed(int receivers)
    {
        _routed.Add(1);
        _offered.Add(receivers);
    }

    public void Dropped(BrokerDrop reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
