namespace EdgeRelay.Mqtt.Broker;

/// <summary>The last retained message of each topic, bounded in count, in bytes, and for each publisher. For the router alone.</summary>
internal sealed class RetainedMessages(int maximumCount, long maximumBytes, int maximumPerPublisher, TimeProvider clock)
{
    private readonly TopicTree<BrokerMessage> _byTopic = new();
    private readonly List<BrokerMessage> _found = [];
    private readonly Dictionary<string, int> _byPublisher = new(StringComparer.Ordinal);
    private int _count;
    private long _bytes;
    private long _purgedAt;

    /// <summary>How many; from any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Keeps a message, or with an empty payload forgets the topic's (MQTT-3.3.1-6).</summary>
    /// <returns>False at a bound: then the topic has none, since an old state must not be shown as the present one.</returns>
    public bool Keep(BrokerMessage message)
    {
        var known = _byTopic.Find(message.Topic);
        if (message.Payload.Length == 0)
        {
            Forget(known);
            return true;
        }

        var count = _count + (known is null ? 1 : 0);
        var bytes = _bytes + message.Size - (known?.Size ?? 0);
        var own = _byPublisher.GetValueOrDefault(message.Publisher) + (known?.Publisher == message.Publisher ? 0 : 1);
        if (count > maximumCount || bytes > maximumBytes || own > maximumPerPublisher)
        {
            if (Purge())
            {
                return Keep(message);
            }

            Forget(known);
            return false;
        }

        Forget(known);
        _count++;
        _bytes += message.Size;
        _byPublisher[message.Publisher] = _byPublisher.GetValueOrDefault(message.Publisher) + 1;
        _byTopic.Set(message.Topic, message);
        return true;
    }

    /// <summary>What a filter matches, without what has expired. The list is the caller's until the next call.</summary>
    public IReadOnlyList<BrokerMessage> Under(string filter)
    {
        _found.Clear();
        _byTopic.Under(filter, _found);
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            if (_found[i].SecondsLeft(clock) <= 0)
            {
                Forget(_found[i]);
                _found.RemoveAt(i);
            }
        }

        return _found;
    }

    /// <summary>Makes room by what has expired, at most once a second: it looks at all of them.</summary>
    /// <returns>Whether anything went.</returns>
    private bool Purge()
    {
        var before = _count;
        if (clock.GetElapsedTime(_purgedAt).TotalSeconds < 1)
        {
            return false;
        }

        _purgedAt = clock.GetTimestamp();
        Under("#");
        return _count < before;
    }

    private void Forget(BrokerMessage? known)
    {
        if (known is not null && _byTopic.Remove(known.Topic))
        {
            _count--;
            _bytes -= known.Size;
            var left = _byPublisher[known.Publisher] - 1;
            if (left == 0)
            {
                _byPublisher.Remove(known.Publisher);
            }
            else
            {
                _byPublisher[known.Publisher] = left;
            }
        }
    }
}
