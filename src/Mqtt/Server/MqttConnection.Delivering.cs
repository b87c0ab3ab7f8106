using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>The way out: messages of the client's subscriptions, and what it answers to them.</summary>
internal sealed partial class MqttConnection
{
    private OutgoingAliases _outgoingAliases = null!;
    private int _deliveryHeld;

    int ISessionPeer.Window => _peer.ReceiveMaximum;

    SendResult ISessionPeer.TrySend(in QueuedMessage message, ushort packetId, bool duplicate)
    {
        if (IsClosing)
        {
            return SendResult.NoRoom;
        }

        var content = message.Message;
        lock (_output.Gate)
        {
            var alias = _outgoingAliases.Of(content.Topic, out var isKnown);
            var publish = Outgoing(message, packetId, duplicate, alias, isKnown);
            if (alias != 0 && !isKnown && publish.Size() > _peer.MaximumPacketSize)
            {
                alias = 0;
                publish = Outgoing(message, packetId, duplicate, alias, isKnown);
            }

            var size = publish.Size();
            if (size > _peer.MaximumPacketSize)
            {
                return SendResult.TooLarge;
            }

            var room = _output.Reserve(size);
            if (room.IsEmpty)
            {
                Volatile.Write(ref _deliveryHeld, 1);
                return SendResult.NoRoom;
            }

            publish.Write(room);
            _output.Commit(size);
            _outgoingAliases.Set(content.Topic, alias);
            _server.Metrics.Sent();
            return SendResult.Sent;
        }
    }

    bool ISessionPeer.TrySendRelease(ushort packetId)
    {
        Span<byte> packet = stackalloc byte[AckCodec.MaximumSize];
        var length = AckCodec.Write(packet, PacketType.PubRel, _version, packetId);

        // One hold of the lock: the output must not drain between the refusal and the mark, or nobody would look again.
        lock (_output.Gate)
        {
            if (!IsClosing && _output.TryWrite(packet[..length]))
            {
                return true;
            }

            Volatile.Write(ref _deliveryHeld, 1);
            return false;
        }
    }

    void ISessionPeer.Flush() => _output.Flush();

    private OutgoingPublish Outgoing(in QueuedMessage message, ushort packetId, bool duplicate, ushort alias, bool isKnown)
    {
        var content = message.Message;
        return new OutgoingPublish
        {
            Version = _version,
            Topic = isKnown ? [] : content.TopicBytes,
            Payload = content.Payload,
            Qos = message.Qos,
            PacketId = packetId,
            Retain = message.Retain,
            Duplicate = duplicate,
            TopicAlias = alias,
            ExpirySeconds = content.SecondsLeft(_server.Clock) is { } left ? (uint)Math.Max(0, left) : null,
            SubscriptionIdentifiers = message.Identifiers,
            Properties = content.Properties,
        };
    }

    /// <summary>The client answers a message of its subscriptions. An id that is not under way is answered where the protocol has an answer.</summary>
    private ReadStep TakeAck(PacketType type, ReadOnlySpan<byte> body)
    {
        var fault = AckCodec.Read(body, _version, out var packet);
        if (fault != ReasonCode.Success)
        {
            return Fail(fault);
        }

        switch (type)
        {
            case PacketType.PubAck:
                _session!.Finish(packet.PacketId, isReceived: false);
                return ReadStep.Continue;
            case PacketType.PubComp:
                _session!.Finish(packet.PacketId, isReceived: true);
                return ReadStep.Continue;
            default:
                var known = _session!.Receive(packet.PacketId, packet.Reason);
                return packet.Reason >= ReasonCode.UnspecifiedError
                    ? ReadStep.Continue
                    : AnswerAck(PacketType.PubRel, packet.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
        }
    }
}
