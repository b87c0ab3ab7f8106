using System.Buffers;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What each packet of a connected client does.</summary>
internal sealed partial class MqttConnection
{
    private const string NoSubscriptions = "subscriptions are not available yet";

    private TopicAliases _aliases = null!;
    private ExactlyOnceIds _exactlyOnce = null!;
    private PeerLimits _peer;
    private int _roomNeeded;

    private ReadStep Take(FixedHeader header, ReadOnlyMemory<byte> body) => header.Type switch
    {
        PacketType.Publish => TakePublish(header.Flags, body),
        PacketType.PubRel => TakePubRel(body.Span),
        PacketType.PingReq => header.BodyLength == 0 ? Answer([(byte)PacketType.PingResp << 4, 0]) : Fail(ReasonCode.MalformedPacket),
        PacketType.PubAck or PacketType.PubRec or PacketType.PubComp => TakeStrayAck(header.Type, body.Span),
        PacketType.Subscribe or PacketType.Unsubscribe => TakeSubscribe(header.Type, body.Span),
        PacketType.Disconnect => TakeDisconnect(body.Span),
        PacketType.Auth when SpeaksV5 => Fail(ReasonCode.BadAuthenticationMethod),
        _ => Fail(ReasonCode.ProtocolError),
    };

    private ReadStep TakePublish(byte flags, ReadOnlyMemory<byte> body)
    {
        var fault = PublishCodec.Read(body.Span, flags, _version, AllowedProperties.PublishToServer, out var packet);
        if (fault != ReasonCode.Success)
        {
            return Fail(fault);
        }

        var topic = packet.Topic;
        if (topic.Length > _limits.TopicBytes)
        {
            return Fail(ReasonCode.TopicNameInvalid);
        }

        if (packet.TopicAlias != 0)
        {
            if (!topic.IsEmpty && !_aliases.TrySet(packet.TopicAlias, topic))
            {
                return Fail(ReasonCode.TopicAliasInvalid);
            }

            topic = _aliases.Find(packet.TopicAlias);
            if (topic.IsEmpty)
            {
                return Fail(ReasonCode.TopicAliasInvalid);
            }
        }

        var publish = new IncomingPublish
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(body[packet.PayloadOffset..]),
            Qos = packet.Qos,
            Retain = packet.Retain,
            Duplicate = packet.Duplicate,
        };
        return packet.Qos == QualityOfService.AtMostOnce
            ? StepAfter(_server.Application.Publish(_client!, in publish, default))
            : OfferAcknowledged(in publish, packet.PacketId);
    }

    private ReadStep OfferAcknowledged(in IncomingPublish publish, ushort packetId)
    {
        var exactlyOnce = publish.Qos == QualityOfService.ExactlyOnce;
        if (exactlyOnce && _exactlyOnce.Contains(packetId))
        {
            // Sent again before its PUBREL: not a new message. Its PUBREC is repeated, or still to come.
            return _window.Holds(packetId) ? ReadStep.Continue : AnswerAck(PacketType.PubRec, packetId);
        }

        if (exactlyOnce && _exactlyOnce.IsFull)
        {
            return Fail(ReasonCode.ReceiveMaximumExceeded);
        }

        if (_window.IsFull)
        {
            return ReadStep.WindowFull;
        }

        var ticket = new AckTicket(this, _window.Take(packetId, publish.Qos));
        var verdict = _server.Application.Publish(_client!, in publish, ticket);
        if (verdict != PublishVerdict.Taken)
        {
            _window.Untake();
        }
        else if (exactlyOnce)
        {
            _exactlyOnce.Add(packetId);
        }

        return StepAfter(verdict);
    }

    private ReadStep StepAfter(PublishVerdict verdict) => verdict switch
    {
        PublishVerdict.Taken => ReadStep.Continue,
        PublishVerdict.Busy => ReadStep.HostBusy,
        _ => Fail(ReasonCode.NotAuthorized),
    };

    private ReadStep TakePubRel(ReadOnlySpan<byte> body)
    {
        var fault = AckCodec.Read(body, _version, out var packet);
        if (fault != ReasonCode.Success)
        {
            return Fail(fault);
        }

        // Asked first, because the packet comes again when its answer found no room.
        var known = _exactlyOnce.Contains(packet.PacketId);
        var step = AnswerAck(PacketType.PubComp, packet.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
        if (step == ReadStep.Continue)
        {
            _exactlyOnce.Remove(packet.PacketId);
        }

        return step;
    }

    /// <summary>Nothing was sent that could be acknowledged; a PUBREC must be answered all the same, or the client keeps it for ever.</summary>
    private ReadStep TakeStrayAck(PacketType type, ReadOnlySpan<byte> body)
    {
        var fault = AckCodec.Read(body, _version, out var packet);
        return fault != ReasonCode.Success ? Fail(fault)
            : type == PacketType.PubRec ? AnswerAck(PacketType.PubRel, packet.PacketId, ReasonCode.PacketIdentifierNotFound)
            : ReadStep.Continue;
    }

    private ReadStep TakeSubscribe(PacketType type, ReadOnlySpan<byte> body)
    {
        var fault = SubscribeCodec.Read(body, type, _version, _limits.FiltersPerPacket, out var packet);
        if (fault != ReasonCode.Success || packet is null)
        {
            return Fail(fault);
        }

        var answer = SubscribeRefusal.Of(type, _version, packet, _peer, NoSubscriptions);
        var writer = new PacketWriter();
        SubscribeCodec.WriteAnswer(writer, type == PacketType.Subscribe ? PacketType.SubAck : PacketType.UnsubAck, _version, answer);
        return Answer(writer.End());
    }

    private ReadStep TakeDisconnect(ReadOnlySpan<byte> body)
    {
        var fault = DisconnectCodec.Read(body, PacketType.Disconnect, _version, out var packet);
        if (fault != ReasonCode.Success || packet is null)
        {
            return Fail(fault);
        }

        if (packet.Properties.Number(PropertyId.SessionExpiryInterval) > 0 || packet.Properties.Text(PropertyId.ServerReference) is not null)
        {
            // The session's expiry was 0 and may not become longer (MQTT 5.0, section 3.14.2.2.2); the reference is the server's alone.
            return Fail(ReasonCode.ProtocolError);
        }

        if (packet.Reason == ReasonCode.Success)
        {
            _will = null;
        }

        // Any other reason than 0 asks for the will (MQTT 5.0, section 3.1.2.5).
        Close(packet.Reason == ReasonCode.Success ? DisconnectReason.ClientDisconnected : DisconnectReason.ConnectionLost, packet.Reason);
        return ReadStep.Close;
    }

    private ReadStep AnswerAck(PacketType type, ushort packetId, ReasonCode reason = ReasonCode.Success)
    {
        Span<byte> packet = stackalloc byte[AckCodec.MaximumSize];
        return Answer(packet[..AckCodec.Write(packet, type, _version, packetId, reason)]);
    }

    private ReadStep Answer(ReadOnlySpan<byte> packet)
    {
        if (_output.TryWrite(packet))
        {
            return ReadStep.Continue;
        }

        _roomNeeded = packet.Length;
        return ReadStep.OutputFull;
    }
}
