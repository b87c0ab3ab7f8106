using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Messages of one endpoint with the same ordering key, oldest first; or a single message that goes by itself. One of them is in
/// flight at most, unless they go together in a <see cref="Batch"/>. Belongs to its endpoint's queue and is touched under that queue's lock only.
/// </summary>
/// <param name="key">The ordering key; null for a message that goes by itself.</param>
internal class Lane(string? key)
{
    /// <summary>Dropped messages that may stand between the others before they are cleared away.</summary>
    private const int MostDropped = 16;

    private readonly Queue<QueuedDelivery> _messages = new(1);
    private Dictionary<string, QueuedDelivery>? _latest;
    private int _dropped;

    /// <inheritdoc cref="Lane(string?)" path="/param[@name='key']"/>
    public string? Key { get; set; } = key;

    public LaneState State { get; set; }

    /// <summary>The batch that took its front and that it waits for; null for none.</summary>
    public Batch? Ahead { get; set; }

    /// <summary>Messages that are to be sent.</summary>
    public int Count => _messages.Count - _dropped;

    /// <summary>The first message; the lane holds one.</summary>
    public QueuedDelivery Head => _messages.Peek();

    /// <summary>What its next request carries.</summary>
    public virtual OneOrMany<QueuedDelivery> Load => new(Head);

    /// <summary>Messages that its next request keeps waiting, its own included.</summary>
    public virtual int Held => Count;

    /// <summary>Whether others wait for its head.</summary>
    public virtual bool HoldsOthers => Key is not null;

    /// <summary>Its messages wait for a time.</summary>
    public bool IsBlocked => (Ahead ?? this).State == LaneState.Waiting;

    /// <summary>Messages that are to be sent, oldest first.</summary>
    public IEnumerable<QueuedDelivery> Messages => _messages.Where(m => !m.Dropped);

    public void Add(QueuedDelivery delivery) => _messages.Enqueue(delivery);

    /// <summary>Puts messages before all others.</summary>
    public void AddFirst(IEnumerable<QueuedDelivery> deliveries)
    {
        QueuedDelivery[] rest = [.. _messages];
        _messages.Clear();
        foreach (var delivery in deliveries.Concat(rest))
        {
            _messages.Enqueue(delivery);
        }
    }

    /// <summary>Whether its next request carries a delivery.</summary>
    public virtual bool Carries(long id) => Head.Id == id;

    /// <summary>Counts its messages, and the bytes that they add to a body, on top of what others have, up to a number of messages.</summary>
    public void Weigh(int most, EndpointTarget target, ref int count, ref int bytes)
    {
        foreach (var message in _messages)
        {
            if (count >= most)
            {
                return;
            }

            count += message.Dropped ? 0 : 1;
            bytes += message.Dropped ? 0 : target.MostBytesOf(message);
        }
    }

    /// <summary>Notes that a later message with the key may take the place of this one.</summary>
    public void NoteLatest(string replaceKey, QueuedDelivery delivery) => (_latest ??= new(StringComparer.Ordinal))[replaceKey] = delivery;

    /// <summary>A message with the key that waits and may be replaced; null when there is none, or when it is being sent.</summary>
    public QueuedDelivery? Replaceable(string replaceKey) =>
        _latest is not null && _latest.TryGetValue(replaceKey, out var latest) && !latest.Dropped && !(State == LaneState.InFlight && latest == Head)
            ? latest
            : null;

    /// <summary>A later message with its replace key, which may take its place; null when there is none.</summary>
    public QueuedDelivery? Newer(QueuedDelivery than) =>
        _latest is not null && than.ReplaceKey is { } replaces && _latest.TryGetValue(replaces, out var latest) && latest != than && !latest.Dropped ? latest : null;

    /// <summary>Takes the head off; the next message that is to be sent becomes the head.</summary>
    public QueuedDelivery TakeHead()
    {
        var head = _messages.Dequeue();
        if (head.ReplaceKey is { } replaces && _latest?.GetValueOrDefault(replaces) == head)
        {
            _latest.Remove(replaces);
        }

        SkipDropped();
        return head;
    }

    /// <summary>Takes a message out that is not being sent. Its place is cleared away later, when it is not the head.</summary>
    /// <returns>The time until which the lane waited for it as its head, Unix ms, which its successor inherits; 0 for any other.</returns>
    public long Drop(QueuedDelivery delivery)
    {
        delivery.Dropped = true;
        if (delivery == Head)
        {
            _messages.Dequeue();
            SkipDropped();
            return State == LaneState.Waiting ? delivery.DueMs : 0;
        }

        if (++_dropped > MostDropped && _dropped > _messages.Count / 2)
        {
            ClearDropped();
        }

        return 0;
    }

    /// <summary>Moves all its messages to a new lane.</summary>
    public Lane SplitOff(string? restKey)
    {
        var rest = new Lane(restKey);
        foreach (var delivery in Messages)
        {
            rest.Add(delivery);
        }

        (rest._latest, _latest) = (_latest, null);
        _messages.Clear();
        _dropped = 0;
        return rest;
    }

    private void SkipDropped()
    {
        while (_messages.TryPeek(out var next) && next.Dropped)
        {
            _messages.Dequeue();
            _dropped--;
        }
    }

    private void ClearDropped()
    {
        for (var left = _messages.Count; left > 0; left--)
        {
            if (_messages.Dequeue() is { Dropped: false } kept)
            {
                _messages.Enqueue(kept);
            }
        }

        _dropped = 0;
    }
}
