using System.Buffers;
using EdgeRelay.Mqtt.Broker;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What each packet of a connected client does.</summary>
internal sealed partial class MqttConnection
{
    private TopicAliases _aliases = null!;
    private int _exactlyOnceMaximum;
    private PeerLimits _peer;
    private int _roomNeeded;

    private ReadStep Take(FixedHeader header, ReadOnlyMemory<byte> body) => header.Type switch
    {
        PacketType.Publish => TakePublish(header.Flags, body),
        PacketType.PubRel => TakePubRel(body.Span),
        PacketType.PingReq => header.BodyLength == 0 ? Answer([(byte)PacketType.PingResp << 4, 0]) : Fail(ReasonCode.MalformedPacket),
        PacketType.PubAck or PacketType.PubRec or PacketType.PubComp => TakeAck(header.Type, body.Span),
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
        if (topic.Length > _limits.TopicBytes || !FilterText.HasLawfulDepth(topic, _limits.TopicLevels))
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

        if (IsReserved(topic))
        {
            return Fail(ReasonCode.TopicNameInvalid);
        }

        var publish = new IncomingPublish
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(body[packet.PayloadOffset..]),
            Qos = packet.Qos,
            Retain = packet.Retain,
            Duplicate = packet.Duplicate,
        };
        var step = packet.Qos == QualityOfService.AtMostOnce ? OfferUnacknowledged(in publish, in packet) : OfferAcknowledged(in publish, in packet);
        _messagesTaken += step == ReadStep.Continue ? 1 : 0;
        return step;
    }

    /// <summary>What the server alone says.</summary>
    private static bool IsReserved(ReadOnlySpan<byte> topic) => topic.StartsWith("$SYS/"u8);

    private ReadStep OfferUnacknowledged(in IncomingPublish publish, in PublishPacket packet)
    {
        var verdict = _server.Application.Publish(_client!, in publish, default);
        if (verdict is PublishVerdict.Taken or PublishVerdict.ForSubscribers)
        {
            RouteOrDrop(in publish, in packet);
        }

        return StepAfter(verdict);
    }

    private ReadStep OfferAcknowledged(in IncomingPublish publish, in PublishPacket packet)
    {
        var packetId = packet.PacketId;
        var received = _session!.Received;
        var exactlyOnce = publish.Qos == QualityOfService.ExactlyOnce;
        if (exactlyOnce && received.Contains(packetId))
        {
            // Sent again before its PUBREL: not a new message. Its PUBREC is repeated, or still to come.
            return _window.Holds(packetId) ? ReadStep.Continue : AnswerAck(PacketType.PubRec, packetId);
        }

        if (exactlyOnce && received.Count >= _exactlyOnceMaximum)
        {
            return Fail(ReasonCode.ReceiveMaximumExceeded);
        }

        if (_window.IsFull)
        {
            return ReadStep.WindowFull;
        }

        var ticket = new AckTicket(this, _window.Take(packetId, publish.Qos));
        var verdict = _server.Application.Publish(_client!, in publish, ticket);
        var step = StepAfter(verdict);
        if (verdict == PublishVerdict.Taken)
        {
            RouteOrDrop(in publish, in packet);
        }
        else if (verdict == PublishVerdict.ForSubscribers)
        {
            step = TryRoute(in publish, in packet) ? ReadStep.Continue : ReadStep.RouterFull;
        }

        if (step != ReadStep.Continue)
        {
            _window.Untake();
            return step;
        }

        if (exactlyOnce)
        {
            received.Add(packetId);
        }

        if (verdict == PublishVerdict.ForSubscribers)
        {
            ticket.Complete();
        }

        return ReadStep.Continue;
    }

    /// <returns>False when the router has no room.</returns>
    private bool TryRoute(in IncomingPublish publish, in PublishPacket packet) =>
        !_server.Router.Wants(publish.Retain) || _server.Router.TryRoute(BrokerMessage.Of(
            publish.Topic,
            packet.Payload.ToArray(),
            PublishCodec.HandedOn(packet.Properties),
            publish.Qos,
            publish.Retain,
            _identity,
            packet.ExpirySeconds,
            _server.Clock));

    /// <summary>A device's acknowledgement never waits for those who watch.</summary>
    private void RouteOrDrop(in IncomingPublish publish, in PublishPacket packet)
    {
        if (!TryRoute(in publish, in packet))
        {
            _server.Metrics.Broker.Dropped(BrokerDrop.RouterFull);
        }
    }

    private ReadStep StepAfter(PublishVerdict verdict) => verdict switch
    {
        PublishVerdict.Taken or PublishVerdict.ForSubscribers => ReadStep.Continue,
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
        var known = _session!.Received.Contains(packet.PacketId);
        var step = AnswerAck(PacketType.PubComp, packet.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
        if (step == ReadStep.Continue)
        {
            _session.Received.Remove(packet.PacketId);
        }

        return step;
    }

    private ReadStep TakeDisconnect(ReadOnlySpan<byte> body)
    {
        var fault = DisconnectCodec.Read(body, PacketType.Disconnect, _version, out var packet);
        if (fault != ReasonCode.Success || packet is null)
        {
            return Fail(fault);
        }

        var expiry = packet.Properties.Number(PropertyId.SessionExpiryInterval);
        if ((expiry > 0 && _session!.ExpirySeconds == 0) || packet.Properties.Text(PropertyId.ServerReference) is not null)
        {
            // An expiry of 0 may not become longer (MQTT 5.0, section 3.14.2.2.2); the reference is the server's alone.
            return Fail(ReasonCode.ProtocolError);
        }

        if (expiry is { } seconds)
        {
            _server.Sessions.Change(_session!, seconds);
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
