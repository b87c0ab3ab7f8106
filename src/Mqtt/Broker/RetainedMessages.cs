namespace EdgeRelay.Mqtt.Broker;

/// <summary>The last retained message of each topic, bounded in count and bytes. For the router alone.</summary>
internal sealed class RetainedMessages(int maximumCount, long maximumBytes, TimeProvider clock)
{
    private readonly TopicTree<BrokerMessage> _byTopic = new();
    private readonly List<BrokerMessage> _found = [];
    private int _count;
    private long _bytes;
    private long _purgedAt;

    /// <summary>Keeps a message, or with an empty payload forgets the topic's (MQTT-3.3.1-6).</summary>
    /// <returns>False at the bound: the topic keeps what it had, if anything.</returns>
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
        if (count > maximumCount || bytes > maximumBytes)
        {
            return Purge() && Keep(message);
        }

        (_count, _bytes) = (count, bytes);
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
        }
    }
}
