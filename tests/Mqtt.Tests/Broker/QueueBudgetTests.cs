using System.Diagnostics.Metrics;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Broker;

/// <summary>What all sessions share is given back, whenever a session ends.</summary>
public sealed class QueueBudgetTests
{
    private const int Bytes = 100_000;

    [Fact]
    public void A_session_that_is_over_holds_nothing_and_takes_nothing_more()
    {
        using var meter = new Meter("test");
        var budget = new QueueBudget(Bytes);
        var session = new Session("reader", new MqttLimits(), TimeProvider.System, new BrokerMetrics(meter), budget);
        var message = BrokerMessage.Of("a"u8, new byte[1_000], [], QualityOfService.AtLeastOnce, retain: false, "writer", null, TimeProvider.System);
        var queued = new QueuedMessage(message, QualityOfService.AtLeastOnce, Retain: false, null);

        session.Offer(queued);
        Assert.False(budget.TryTake(Bytes));
        session.IsOver = true;
        session.End();
        session.Offer(queued);

        Assert.True(budget.TryTake(Bytes));
    }
}
