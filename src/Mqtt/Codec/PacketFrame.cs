using System.Buffers;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>Cuts one whole packet off a sequence.</summary>
internal static class PacketFrame
{
    /// <param name="header">Known as soon as the status is <c>Complete</c>, or when the packet is incomplete but its header is not.</param>
    public static ReadStatus TryRead(in ReadOnlySequence<byte> buffer, out FixedHeader header)
    {
        Span<byte> start = stackalloc byte[FixedHeader.MaximumLength];
        var seen = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, seen).CopyTo(start);
        var status = FixedHeader.TryRead(start[..seen], out header);
        return status == ReadStatus.Complete && buffer.Length < header.PacketLength ? ReadStatus.NeedMore : status;
    }
}
