using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// From a settled ticket to the PUBACK on the wire. While the read loop works through a batch it sends the acks itself at the batch's end; otherwise one
/// work item per connection does. So a commit that settles a thousand tickets neither writes to sockets itself nor wakes a connection twice.
/// </summary>
internal sealed partial class MqttConnection
{
    private AckWindow _window = null!;
    private int _reading;
    private int _ackWorkQueued;
    private bool _acksHeld;
    private volatile bool _broken;

    bool IAckReceiver.IsBroken => _broken;

    void IAckReceiver.Settle(long sequence, AckOutcome outcome)
    {
        if (outcome == AckOutcome.Abandoned)
        {
            _broken = true;
        }

        if (_window.Settle(sequence, outcome) && Volatile.Read(ref _reading) == 0)
        {
            QueueAckWork();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _ackWorkQueued, 0);
        SendAcks();
        if (Interlocked.Exchange(ref _deliveryHeld, 0) == 1)
        {
            _session!.Pump();
        }

        if (Volatile.Read(ref _paused))
        {
            _wake.Raise();
        }
    }

    private void QueueAckWork()
    {
        if (Interlocked.Exchange(ref _ackWorkQueued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Sends what is settled at the head of the window, in order of receipt, as far as the output has room.</summary>
    private void SendAcks()
    {
        var abandoned = false;
        lock (_output.Gate)
        {
            _acksHeld = false;
            while (!IsClosing && _window.TryPeek(out var packetId, out var qos, out var outcome))
            {
                if (outcome == AckOutcome.Abandoned)
                {
                    abandoned = true;
                    break;
                }

                var room = _output.Reserve(AckCodec.MaximumSize);
                if (room.IsEmpty)
                {
                    _acksHeld = true;
                    break;
                }

                var type = qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
                _output.Commit(AckCodec.Write(room, type, _version, packetId));
                _window.Release();
            }
        }

        if (abandoned)
        {
            Close(DisconnectReason.Abandoned, ReasonCode.ServerBusy);
            return;
        }

        _output.Flush();
    }

    private void OnDrained()
    {
        if (Volatile.Read(ref _acksHeld) || Volatile.Read(ref _deliveryHeld) == 1)
        {
            QueueAckWork();
        }

        if (Volatile.Read(ref _paused))
        {
            _wake.Raise();
        }
    }
}
