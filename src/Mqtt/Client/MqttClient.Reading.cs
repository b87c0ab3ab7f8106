using System.Buffers;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Client;

/// <summary>What comes from the server, and the pings that ask whether it is still there.</summary>
public sealed partial class MqttClient
{
    private bool _heard;
    private bool _paused;
    private int _unansweredPings;

    private async Task Read()
    {
        // The first read may complete at once; the constructor must return before anything is handled.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var closure = new MqttClosure(ReasonCode.UnspecifiedError, ByServer: true);
        try
        {
            while (true)
            {
                var read = await _input.ReadAsync().ConfigureAwait(false);
                var buffer = read.Buffer;
                Volatile.Write(ref _heard, true);
                var end = ReadBatch(ref buffer);
                while (end is null && _receiver.MustWait)
                {
                    // Who does not listen cannot complain of silence.
                    Volatile.Write(ref _paused, true);
                    await _receiver.WaitForRoom().ConfigureAwait(false);
                    Volatile.Write(ref _paused, false);
                    Volatile.Write(ref _heard, true);
                    end = _closure ?? ReadBatch(ref buffer);
                }

                _input.AdvanceTo(buffer.Start, buffer.End);
                SendWaiting();
                _receiver.SendAcks();
                if (end is not null || read.IsCompleted)
                {
                    closure = end ?? closure;
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            closure = closure with { Cause = exception };
        }

        End(closure);
        await _input.CompleteAsync().ConfigureAwait(false);
        _closed.TrySetResult(_closure!);
    }

    /// <returns>Not null when the connection is over.</returns>
    private MqttClosure? ReadBatch(ref ReadOnlySequence<byte> buffer)
    {
        while (!_receiver.MustWait)
        {
            var status = PacketFrame.TryRead(in buffer, out var header);
            if (status == ReadStatus.Malformed || header.PacketLength > _options.MaximumPacketSize)
            {
                return Fault(status == ReadStatus.Malformed ? ReasonCode.MalformedPacket : ReasonCode.PacketTooLarge);
            }

            if (status == ReadStatus.NeedMore)
            {
                return null;
            }

            var body = buffer.Slice(header.HeaderLength, header.BodyLength);
            var end = Take(header, body.IsSingleSegment ? body.FirstSpan : body.ToArray());
            buffer = buffer.Slice(header.PacketLength);
            if (end is not null)
            {
                return end;
            }
        }

        return null;
    }

    private MqttClosure? Take(FixedHeader header, ReadOnlySpan<byte> body)
    {
        if (!header.HasLawfulFlags)
        {
            return Fault(ReasonCode.MalformedPacket);
        }

        switch (header.Type)
        {
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubComp:
                return AckCodec.Read(body, _version, out var ack) == ReasonCode.Success ? TakeAck(header.Type, ack) : Fault(ReasonCode.MalformedPacket);
            case PacketType.Publish:
                return _receiver.TakePublish(header.Flags, body);
            case PacketType.PubRel:
                return _receiver.TakePubRel(body);
            case PacketType.PingResp:
                Volatile.Write(ref _unansweredPings, 0);
                return null;
            case PacketType.SubAck or PacketType.UnsubAck:
                return TakeSubAck(body);
            case PacketType.Disconnect when _version == ProtocolVersion.V5:
                return DisconnectCodec.Read(body, PacketType.Disconnect, _version, out var said) == ReasonCode.Success
                    ? new MqttClosure(said!.Reason, ByServer: true)
                    : Fault(ReasonCode.MalformedPacket);
            default:
                return Fault(ReasonCode.ProtocolError);
        }
    }

    private MqttClosure? TakeAck(PacketType type, AckPacket ack)
    {
        PendingPublish? done = null;
        lock (_gate)
        {
            var publish = _ids.Find(ack.PacketId);
            var refused = (byte)ack.Reason >= 0x80;
            if (type == PacketType.PubRec && !refused)
            {
                // Answered also for an id we do not know, or the server keeps it for ever.
                Write(PacketType.PubRel, ack.PacketId, publish is null ? ReasonCode.PacketIdentifierNotFound : ReasonCode.Success);
                if (publish is not null)
                {
                    publish.Released = true;
                }
            }
            else if (publish is not null && Ends(type, publish, refused))
            {
                _ids.Free(ack.PacketId);
                done = publish;
            }
        }

        if (done is not null)
        {
            Complete(done, ack.Reason);
        }

        return null;
    }

    private static bool Ends(PacketType type, PendingPublish publish, bool refused) => type switch
    {
        PacketType.PubAck => publish.Qos == QualityOfService.AtLeastOnce,
        PacketType.PubRec => publish.Qos == QualityOfService.ExactlyOnce && refused,
        _ => publish.Qos == QualityOfService.ExactlyOnce && publish.Released,
    };

    private static void Complete(PendingPublish publish, ReasonCode reason)
    {
        if ((byte)reason >= 0x80)
        {
            publish.TrySetException(new MqttPublishRefusedException(reason));
        }
        else
        {
            publish.TrySetResult();
        }
    }

    private MqttClosure? TakeSubAck(ReadOnlySpan<byte> body)
    {
        if (SubscribeCodec.ReadAnswer(body, _version, out var answer) != ReasonCode.Success)
        {
            return Fault(ReasonCode.MalformedPacket);
        }

        lock (_gate)
        {
            if (_subscribing.Remove(answer!.PacketId, out var waiting))
            {
                waiting.TrySetResult(answer.Codes);
            }
        }

        return null;
    }

    /// <summary>The server broke the protocol: told so if it can be, and left.</summary>
    private MqttClosure Fault(ReasonCode reason)
    {
        if (_version == ProtocolVersion.V5)
        {
            _output.TryWrite([(byte)PacketType.Disconnect << 4, 1, (byte)reason], final: true);
            _output.Flush();
        }

        return new MqttClosure(reason, ByServer: false);
    }

    private void Write(PacketType type, ushort packetId, ReasonCode reason = ReasonCode.Success)
    {
        Span<byte> packet = stackalloc byte[AckCodec.MaximumSize];
        _output.TryWrite(packet[..AckCodec.Write(packet, type, _version, packetId, reason)], final: true);
    }

    /// <summary>Every half keep-alive: a ping, unless three halves have passed without a byte from the server: then the connection is given up.</summary>
    private void Ping()
    {
        if (Volatile.Read(ref _heard) || Volatile.Read(ref _paused))
        {
            Volatile.Write(ref _heard, false);
            Volatile.Write(ref _unansweredPings, 0);
        }

        if (Interlocked.Increment(ref _unansweredPings) > 2)
        {
            End(new MqttClosure(ReasonCode.KeepAliveTimeout, ByServer: false));
            return;
        }

        _output.TryWrite([(byte)PacketType.PingReq << 4, 0]);
        _output.Flush();
    }
}
