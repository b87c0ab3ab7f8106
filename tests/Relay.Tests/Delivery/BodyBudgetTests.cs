using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.Tests.Delivery;

public sealed class BodyBudgetTests
{
    [Fact]
    public void Bodies_are_kept_as_long_as_their_bytes_fit()
    {
        var budget = new BodyBudget(100);
        var (first, tooMuch, second) = (Delivery(60), Delivery(50), Delivery(40));

        budget.Keep(first);
        budget.Keep(tooMuch);
        budget.Keep(second);
        Assert.Equal((true, false, true), (first.Data.HasValue, tooMuch.Data.HasValue, second.Data.HasValue));

        budget.Release(first);
        budget.Release(first);
        var third = Delivery(60);
        budget.Keep(third);
        Assert.True(third.Data.HasValue);
    }

    private static QueuedDelivery Delivery(int bytes) => new()
    {
        Id = 1,
        WebhookId = 1,
        EventRow = 1,
        EventId = Guid.Empty,
        OrderingKey = "a",
        Type = "opened",
        Origin = default,
        Sequence = 1,
        EnqueuedMs = 0,
        OccurredMs = 0,
        Data = new byte[bytes],
    };
}
