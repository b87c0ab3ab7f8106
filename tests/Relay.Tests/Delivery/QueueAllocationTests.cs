using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Tests.Given;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>What a message that is sent by itself costs its queue: no more than its lane and itself.</summary>
public sealed class QueueAllocationTests
{
    private const int Messages = 2_000;

    [Theory]
    [InlineData(Messages, 400)]
    [InlineData(20, 225)]
    public void A_message_costs_itself_and_its_lane(int keys, int mostBytes)
    {
        var queue = Queue();
        var warm = Run(queue, keys, first: 1);
        Assert.Equal(Messages, warm.Count);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sent = Run(queue, keys, first: 1 + Messages);

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;
        Assert.Equal(Messages, sent.Count);
        Assert.InRange(each, 1, mostBytes);
    }

    private static List<long> Run(EndpointQueue queue, int keys, int first)
    {
        var names = Enumerable.Range(0, keys).Select(k => "key" + k).ToArray();
        var sent = new List<long>(Messages);
        for (var i = 0; i < Messages; i++)
        {
            queue.Enqueue(Delivery(first + i, names[i % keys]));
        }

        while (queue.TryStartWorker() && queue.TryTake(out var taken))
        {
            var completion = queue.Complete(taken, AttemptOutcome.Delivered(200), DeliveryDecision.Done.Instance, uncounted: false);
            sent.Add(completion.Outcomes.First.DeliveryId);
            queue.EndWorker();
        }

        return sent;
    }

    private static EndpointQueue Queue()
    {
        var queue = new EndpointQueue(1, new RelaySettings(), TimeProvider.System, new BodyBudget(100_000), 0, 0, _ => { }, (_, _) => { }, (_, _) => { });
        queue.SetTarget(EndpointTarget.Of(Outbound.Webhook("https://example.com/"), new PlainProtector()));
        return queue;
    }

    private static QueuedDelivery Delivery(long id, string key) => new()
    {
        Id = id,
        WebhookId = 1,
        EventRow = id,
        EventId = Guid.Empty,
        OrderingKey = key,
        Type = "opened",
        Origin = DeliveryOrigin.Live,
        Sequence = id,
        EnqueuedMs = 0,
        OccurredMs = 0,
    };
}
