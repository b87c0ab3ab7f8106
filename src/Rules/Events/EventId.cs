using System.Buffers.Binary;

namespace EdgeRelay.Rules.Events;

/// <summary>The id of an event: a UUID of version 8, derived from what happened, so that a replay repeats it.</summary>
/// <param name="High">Bytes 0–7 of the UUID, big endian.</param>
/// <param name="Low">Bytes 8–15 of the UUID, big endian.</param>
public readonly partial record struct EventId(ulong High, ulong Low)
{
    public static EventId FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public override string ToString() => ToGuid().ToString("D");
}
