using System.Buffers;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// The read loop. It takes as many packets as one read brought, in place; only a packet that straddles two buffers is copied, into a rented one, and only
/// when all of it is there. Acks of a batch leave together.
/// </summary>
internal sealed partial class MqttConnection
{
    private ReceiveRate? _rate;
    private int _messagesTaken;

    private async Task ReadPackets()
    {
        while (!IsClosing)
        {
            var read = await _input.ReadAsync().ConfigureAwait(false);
            if (IsClosing)
            {
                break;
            }

            Volatile.Write(ref _lastReceived, _server.Clock.GetTimestamp());
            var buffer = read.Buffer;
            var step = ReadBatch(ref buffer);
            _input.AdvanceTo(buffer.Start, step == ReadStep.NeedMore ? buffer.End : buffer.Start);
            SendAcks();
            if (step == ReadStep.NeedMore)
            {
                if (read.IsCompleted || _output.IsBroken)
                {
                    break;
                }
            }
            else if (step != ReadStep.Close)
            {
                await Pause(step).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the packet that stopped the loop can be taken. The peer's keep-alive stands still meanwhile: we are not listening.</summary>
    private async ValueTask Pause(ReadStep cause)
    {
        Volatile.Write(ref _paused, true);
        Interlocked.MemoryBarrier();
        if (cause == ReadStep.HostBusy)
        {
            await _server.Application.WaitForRoom(_client!, _context.ConnectionClosed).ConfigureAwait(false);
        }
        else if (cause == ReadStep.RouterFull)
        {
            await _server.Router.WaitForRoom(_context.ConnectionClosed).ConfigureAwait(false);
        }
        else if (cause == ReadStep.RateReached)
        {
            await WaitForRate(_rate!).ConfigureAwait(false);
        }
        else if (cause == ReadStep.Asking)
        {
            await ((Task)_asking!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            while (!IsClosing && !_output.IsBroken && (cause == ReadStep.WindowFull ? _window.IsFull : !_output.HasRoom(_roomNeeded)))
            {
                await _wake.Wait().ConfigureAwait(false);
            }
        }

        Volatile.Write(ref _lastReceived, _server.Clock.GetTimestamp());
        Volatile.Write(ref _paused, false);
    }

    private async ValueTask WaitForRate(ReceiveRate rate)
    {
        _server.Metrics.PausedForRate();
        while (!IsClosing && !rate.MayTake())
        {
            await using var timer = _server.Clock.CreateTimer(static wake => ((Signal)wake!).Raise(), _wake, rate.Pause, Timeout.InfiniteTimeSpan);
            await _wake.Wait().ConfigureAwait(false);
        }
    }

    /// <param name="buffer">Afterwards begins at the first packet that was not taken.</param>
    private ReadStep ReadBatch(ref ReadOnlySequence<byte> buffer)
    {
        var packets = 0;
        var step = ReadStep.Continue;
        Interlocked.Exchange(ref _reading, 1);
        try
        {
            while (step == ReadStep.Continue)
            {
                step = ReadSegment(ref buffer, ref packets);
            }
        }
        finally
        {
            // A ticket that was settled before this exchange is seen by the SendAcks that follows it; a later one queues work itself.
            Interlocked.Exchange(ref _reading, 0);
        }

        _server.Metrics.Received(packets, _messagesTaken);
        _messagesTaken = 0;
        return step;
    }

    /// <summary>Takes the packets that lie whole in the first segment, then one that straddles its end.</summary>
    private ReadStep ReadSegment(ref ReadOnlySequence<byte> buffer, ref int packets)
    {
        var memory = buffer.First;
        var at = 0;
        var step = ReadStep.Continue;
        while (at < memory.Length && !IsClosing)
        {
            var status = FixedHeader.TryRead(memory.Span[at..], out var header);
            step = status == ReadStatus.Complete ? Judge(header) : status == ReadStatus.NeedMore ? ReadStep.NeedMore : Fail(ReasonCode.MalformedPacket);
            if (step != ReadStep.Continue || header.PacketLength > memory.Length - at)
            {
                break;
            }

            step = TakeWithinRate(header, memory.Slice(at + header.HeaderLength, header.BodyLength));
            if (step != ReadStep.Continue)
            {
                break;
            }

            packets++;
            at += header.PacketLength;
        }

        buffer = buffer.Slice(at);
        if (IsClosing)
        {
            return ReadStep.Close;
        }

        // A packet that ends with its segment leaves the next segment to look at: what stands there may be the last that the peer sends.
        return step is not ReadStep.Continue and not ReadStep.NeedMore ? step
            : buffer.IsEmpty ? ReadStep.NeedMore
            : at > 0 && at == memory.Length ? ReadStep.Continue
            : buffer.IsSingleSegment ? ReadStep.NeedMore
            : ReadStraddling(ref buffer, ref packets);
    }

    private ReadStep ReadStraddling(ref ReadOnlySequence<byte> buffer, ref int packets)
    {
        Span<byte> start = stackalloc byte[FixedHeader.MaximumLength];
        var seen = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, seen).CopyTo(start);
        var status = FixedHeader.TryRead(start[..seen], out var header);
        if (status != ReadStatus.Complete)
        {
            return status == ReadStatus.NeedMore ? ReadStep.NeedMore : Fail(ReasonCode.MalformedPacket);
        }

        var step = Judge(header);
        if (step != ReadStep.Continue)
        {
            return step;
        }

        if (buffer.Length < header.PacketLength)
        {
            return ReadStep.NeedMore;
        }

        var rented = ArrayPool<byte>.Shared.Rent(header.BodyLength);
        buffer.Slice(header.HeaderLength, header.BodyLength).CopyTo(rented);
        step = TakeWithinRate(header, rented.AsMemory(0, header.BodyLength));
        ArrayPool<byte>.Shared.Return(rented);
        if (step == ReadStep.Continue)
        {
            packets++;
            buffer = buffer.Slice(header.PacketLength);
        }

        return step;
    }

    private ReadStep TakeWithinRate(FixedHeader header, ReadOnlyMemory<byte> body)
    {
        // What answers us is not counted: it comes at the rate at which we send.
        var isAnswer = header.Type is PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp;
        if (_rate is null || isAnswer)
        {
            return Take(header, body);
        }

        if (!_rate.MayTake())
        {
            return ReadStep.RateReached;
        }

        var step = Take(header, body);
        if (step == ReadStep.Continue)
        {
            _rate.Took(header.PacketLength);
        }

        return step;
    }

    /// <summary>What can be refused before the body is there.</summary>
    private ReadStep Judge(FixedHeader header) =>
        !header.HasLawfulFlags ? Fail(ReasonCode.MalformedPacket)
        : header.PacketLength > _limits.MaximumPacketSize ? Fail(ReasonCode.PacketTooLarge)
        : ReadStep.Continue;

    private ReadStep Fail(ReasonCode fault)
    {
        _server.Metrics.ProtocolError(fault);
        _saysWhy = SpeaksV5;
        SendAcks(); // what is committed need not be sent again, whatever came after it
        Close(
            fault switch
            {
                ReasonCode.NotAuthorized => DisconnectReason.NotAuthorized,
                ReasonCode.PacketTooLarge or ReasonCode.ReceiveMaximumExceeded or ReasonCode.QuotaExceeded or ReasonCode.TopicAliasInvalid =>
                    DisconnectReason.LimitExceeded,
                _ => DisconnectReason.ProtocolError,
            },
            fault);
        return ReadStep.Close;
    }
}
