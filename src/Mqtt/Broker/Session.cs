using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>
/// What the server knows of a client beyond its connection (MQTT 5.0, section 4.1): what waits for it, what it has not acknowledged, and the QoS 2
/// messages it has not released. Its subscriptions are the router's.
/// </summary>
/// <remarks>
/// Thread-safe by one lock that is held for moments. What waits is bounded in messages and bytes; at the bound the oldest that is not yet sent gives
/// way to the newest and is counted, so a slow reader sees the present and nobody waits for it. QoS 0 waits for a connected client alone.
/// </remarks>
internal sealed class Session
{
    private readonly Lock _gate = new();
    private readonly MqttLimits _limits;
    private readonly TimeProvider _clock;
    private readonly BrokerMetrics _metrics;
    private readonly QueueBudget _budget;
    private readonly Queue<QueuedMessage> _pending = new();
    private readonly List<InFlight> _inFlight = [];
    private ISessionPeer? _peer;
    private long _pendingBytes;
    private int _out;
    private bool _held;
    private ushort _lastId;
    private bool _isOver;

    public Session(string identity, MqttLimits limits, TimeProvider clock, BrokerMetrics metrics, QueueBudget budget)
    {
        (Identity, _limits, _clock, _metrics, _budget) = (identity, limits, clock, metrics, budget);
    }

    public string Identity { get; }

    /// <summary>QoS 2 packet ids of the client whose PUBREC was given and whose PUBREL is awaited. For the read loop of its connection.</summary>
    public ExactlyOnceIds Received { get; } = new();

    /// <summary>How long it outlives its connection, seconds. Kept by <see cref="Sessions"/>.</summary>
    public uint ExpirySeconds { get; set; }

    /// <summary>The connection that has it now, or had it last. Kept by <see cref="Sessions"/>.</summary>
    public ISessionPeer? Owner { get; set; }

    /// <summary>Nobody will resume it. Set by <see cref="Sessions"/>; the router takes no more subscriptions for it.</summary>
    public bool IsOver
    {
        get => Volatile.Read(ref _isOver);
        set => Volatile.Write(ref _isOver, value);
    }

    /// <summary>When its connection went (clock timestamp). Kept by <see cref="Sessions"/>.</summary>
    public long DisconnectedAt { get; set; }

    /// <summary>The will that waits for its delay. Kept by <see cref="Sessions"/>.</summary>
    public DelayedWill? Will { get; set; }

    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _peer is not null;
            }
        }
    }

    /// <summary>Gives the session a connection: what is unacknowledged is sent again, then what waits.</summary>
    public void Attach(ISessionPeer peer)
    {
        lock (_gate)
        {
            _peer = peer;
            _held = false;
            _out = 0;
            foreach (var message in _inFlight)
            {
                message.IsOut = false;
            }
        }

        Pump();
    }

    /// <summary>The connection has gone. Does nothing when another has taken its place.</summary>
    /// <param name="uncertain">QoS 2 ids whose messages may not have been committed: they count as new when they come again.</param>
    public void Detach(ISessionPeer peer, IReadOnlyList<ushort> uncertain)
    {
        lock (_gate)
        {
            if (_peer != peer)
            {
                return;
            }

            _peer = null;
            foreach (var packetId in uncertain)
            {
                Received.Remove(packetId);
            }

            for (var left = _pending.Count; left > 0; left--)
            {
                var waits = _pending.Peek().Qos != QualityOfService.AtMostOnce;
                var message = Dequeue(keepsBudget: waits);
                if (waits)
                {
                    Enqueue(message);
                }
            }
        }
    }

    /// <summary>Sends nothing until <see cref="GoOn"/>, so that an answer to SUBSCRIBE leaves before what it brings.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    public void GoOn()
    {
        lock (_gate)
        {
            _held = false;
        }

        Pump();
    }

    /// <summary>Puts a message in line. Sent by <see cref="Pump"/>.</summary>
    public void Offer(in QueuedMessage message)
    {
        lock (_gate)
        {
            // The router may not know yet that the session is over; what it took now, nobody would give back.
            if (IsOver || (_peer is null && message.Qos == QualityOfService.AtMostOnce))
            {
                return;
            }

            while (_pending.Count > 0
                && (_pending.Count >= _limits.QueuedMessages || _pendingBytes + message.Message.Size > _limits.QueuedBytes))
            {
                Drop();
            }

            // All sessions together have a bound too: at it a session gives up its own oldest, and without one the newcomer.
            while (!_budget.TryTake(message.Message.Size))
            {
                if (_pending.Count == 0)
                {
                    _metrics.Dropped(BrokerDrop.AllQueuesFull);
                    return;
                }

                Drop();
            }

            Enqueue(message);
        }
    }

    /// <summary>Sends as much as the client's window and the output's room allow.</summary>
    public void Pump()
    {
        ISessionPeer? peer;
        lock (_gate)
        {
            peer = _peer;
            if (peer is null || _held)
            {
                return;
            }

            if (SendAgain(peer))
            {
                SendPending(peer);
            }
        }

        peer.Flush();
    }

    /// <summary>PUBACK, or PUBCOMP: the client is done with a message.</summary>
    /// <returns>False when no such message is under way.</returns>
    public bool Finish(ushort packetId, bool isReceived)
    {
        lock (_gate)
        {
            var at = _inFlight.FindIndex(m => m.PacketId == packetId && m.IsReceived == isReceived);
            if (at < 0)
            {
                return false;
            }

            _out -= _inFlight[at].IsOut ? 1 : 0;
            RemoveInFlight(at);
        }

        Pump();
        return true;
    }

    /// <summary>PUBREC: the client has a QoS 2 message. With an error code it is done with it.</summary>
    /// <returns>False when no such message is under way.</returns>
    public bool Receive(ushort packetId, ReasonCode reason)
    {
        if (reason >= ReasonCode.UnspecifiedError)
        {
            return Finish(packetId, isReceived: false);
        }

        lock (_gate)
        {
            var message = _inFlight.Find(m => m.PacketId == packetId && m.Message.Qos == QualityOfService.ExactlyOnce);
            message?.IsReceived = true;
            return message is not null;
        }
    }

    /// <summary>Nobody will resume the session (<see cref="IsOver"/> is set before): what it held is free for others.</summary>
    public void End()
    {
        lock (_gate)
        {
            while (_pending.Count > 0)
            {
                Dequeue(keepsBudget: false);
            }

            while (_inFlight.Count > 0)
            {
                RemoveInFlight(_inFlight.Count - 1);
            }

            _out = 0;
        }
    }

    private void Drop()
    {
        Dequeue(keepsBudget: false);
        _metrics.Dropped(BrokerDrop.QueueFull);
    }

    private void Enqueue(in QueuedMessage message)
    {
        _pending.Enqueue(message);
        _pendingBytes += message.Message.Size;
    }

    /// <param name="keepsBudget">The message goes on to be in flight, or back in line.</param>
    private QueuedMessage Dequeue(bool keepsBudget)
    {
        var message = _pending.Dequeue();
        _pendingBytes -= message.Message.Size;
        if (!keepsBudget)
        {
            _budget.Release(message.Message.Size);
        }

        return message;
    }

    /// <returns>Whether all that is unacknowledged is out again, so that new messages may follow.</returns>
    private bool SendAgain(ISessionPeer peer)
    {
        if (_out == _inFlight.Count)
        {
            return true;
        }

        for (var i = 0; i < _inFlight.Count; i++)
        {
            var message = _inFlight[i];
            if (message.IsOut)
            {
                continue;
            }

            switch (SendAgain(peer, message))
            {
                case SendResult.Sent:
                    message.IsOut = true;
                    _out++;
                    break;
                case SendResult.TooLarge:
                    RemoveInFlight(i--);
                    _metrics.Dropped(BrokerDrop.TooLarge);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private SendResult SendAgain(ISessionPeer peer, InFlight message) =>
        _out >= peer.Window ? SendResult.NoRoom
        : !message.IsReceived ? peer.TrySend(message.Message, message.PacketId, duplicate: true)
        : peer.TrySendRelease(message.PacketId) ? SendResult.Sent
        : SendResult.NoRoom;

    private void RemoveInFlight(int at)
    {
        _budget.Release(_inFlight[at].Message.Message.Size);
        _inFlight.RemoveAt(at);
    }

    private void SendPending(ISessionPeer peer)
    {
        while (_pending.TryPeek(out var message))
        {
            if (message.Message.SecondsLeft(_clock) <= 0)
            {
                Dequeue(keepsBudget: false);
                _metrics.Dropped(BrokerDrop.Expired);
                continue;
            }

            var acknowledged = message.Qos != QualityOfService.AtMostOnce;
            if (acknowledged && _inFlight.Count >= Math.Min(peer.Window, _limits.SendMaximum))
            {
                return;
            }

            var id = acknowledged ? NextId() : (ushort)0;
            var result = peer.TrySend(message, id, duplicate: false);
            if (result == SendResult.NoRoom)
            {
                return;
            }

            Dequeue(keepsBudget: result == SendResult.Sent && acknowledged);
            if (result == SendResult.TooLarge)
            {
                _metrics.Dropped(BrokerDrop.TooLarge);
            }
            else if (acknowledged)
            {
                _inFlight.Add(new InFlight(id, message) { IsOut = true });
                _out++;
            }
        }
    }

    /// <summary>At most <see cref="MqttLimits.SendMaximum"/> are taken, so that one is found at once.</summary>
    private ushort NextId()
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (_inFlight.Exists(m => m.PacketId == _lastId));
        return _lastId;
    }
}
