using System.Buffers.Binary;
using System.Text;

namespace EdgeRelay.Rules.Events;

/// <summary>The id of an event: a UUID of version 8, derived from what happened, so that a replay repeats it.</summary>
/// <param name="High">Bytes 0–7 of the UUID, big endian.</param>
/// <param name="Low">Bytes 8–15 of the UUID, big endian.</param>
public readonly record struct EventId(ulong High, ulong Low)
{
    /// <summary>Derives the id of an event (telematics reference 2.8).</summary>
    /// <param name="trigger">The detection's canonical form.</param>
    /// <param name="subject">Landmark, probe, driver, report or sample; empty when the event has none.</param>
    /// <param name="number">How many events with equal parts came before this one.</param>
    public static EventId Derive(
        VehicleKey vehicle, string trigger, string subject, EventKind kind, Instant occurredAt, int number = 0) =>
        EventIdFactory.Derive(vehicle, Encoding.UTF8.GetBytes(trigger), subject, kind, occurredAt, number);

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
