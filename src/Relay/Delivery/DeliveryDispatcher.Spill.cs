namespace EdgeRelay.Relay.Delivery;

// What waits as an event only, beyond the depth that counts as full.
public sealed partial class DeliveryDispatcher
{
    private readonly Dictionary<long, long> _earlySpilled = [];

    /// <summary>
    /// Raised when a webhook's line has become so short that spilled events may follow, with how many at most; once until <see cref="EndDrain"/>.
    /// </summary>
    internal event Action<long, int>? RoomForSpilled;

    /// <summary>With so many more deliveries a webhook's line is as long as it may be. Costs a lock.</summary>
    internal bool IsAtDepth(long webhookId, int more) => _queues.TryGetValue(webhookId, out var queue) && queue.IsAtDepth(more);

    /// <summary>So much is spilled for a webhook, which is committed. Does not block.</summary>
    internal void SetSpilled(long webhookId, long count)
    {
        if (Volatile.Read(ref _early) is not null)
        {
            lock (_startGate)
            {
                if (_early is not null)
                {
                    _earlySpilled[webhookId] = count;
                    return;
                }
            }
        }

        if (_queues.TryGetValue(webhookId, out var queue))
        {
            queue.SetSpilled(count);
            Wake(queue); // its deliveries may all be finished by now, so that nothing else would look
        }
    }

    /// <summary>Tells of all that have room.</summary>
    internal void LookForRoom() => WakeAll();

    /// <summary>What <see cref="RoomForSpilled"/> asked for is done, or has failed.</summary>
    internal void EndDrain(long webhookId)
    {
        if (_queues.TryGetValue(webhookId, out var queue))
        {
            queue.EndDrain();
            Wake(queue);
            LookAgain();
        }
    }

    private void Drain(EndpointQueue queue)
    {
        if (RoomForSpilled is { } told && queue.TryBeginDrain(out var room))
        {
            told(queue.Id, room);
        }
    }
}
