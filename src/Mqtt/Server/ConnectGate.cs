using System.Buffers;
using System.IO.Pipelines;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>Reads the CONNECT of a stranger: bounded from the fixed header on, and nothing is allocated before the packet is there.</summary>
internal static class ConnectGate
{
    /// <returns>Null when the peer went, or the connection was aborted, before its CONNECT was complete.</returns>
    public static async ValueTask<GateOutcome?> Read(PipeReader input, int maximumSize)
    {
        while (true)
        {
            var read = await input.ReadAsync().ConfigureAwait(false);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                return null;
            }

            if (TryRead(ref buffer, maximumSize, out var outcome))
            {
                input.AdvanceTo(buffer.Start);
                return outcome;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private static bool TryRead(ref ReadOnlySequence<byte> buffer, int maximumSize, out GateOutcome outcome)
    {
        outcome = new GateOutcome(ReasonCode.MalformedPacket, null, 0);
        if (buffer.IsEmpty)
        {
            return false;
        }

        Span<byte> start = stackalloc byte[FixedHeader.MaximumLength];
        var seen = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, seen).CopyTo(start);
        if (start[0] != (int)PacketType.Connect << 4)
        {
            outcome = outcome with { Fault = ReasonCode.ProtocolError };
            return true;
        }

        var status = FixedHeader.TryRead(start[..seen], out var header);
        if (status != ReadStatus.Complete)
        {
            return status == ReadStatus.Malformed;
        }

        if (header.PacketLength > maximumSize)
        {
            outcome = outcome with { Fault = ReasonCode.PacketTooLarge };
            return true;
        }

        if (buffer.Length < header.PacketLength)
        {
            return false;
        }

        var body = buffer.Slice(header.HeaderLength, header.BodyLength);
        var fault = ConnectCodec.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), out var packet, out var version);
        outcome = new GateOutcome(fault, packet, version);
        buffer = buffer.Slice(header.PacketLength);
        return true;
    }
}
