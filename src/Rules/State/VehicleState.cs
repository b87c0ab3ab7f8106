using System.Buffers;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.State;

/// <summary>All that the rules remember of one vehicle.</summary>
/// <remarks>Mutable and owned by one lane: not thread-safe. <see cref="Clone"/> makes an independent copy.</remarks>
public sealed class VehicleState(VehicleKey key)
{
    public VehicleKey Key { get; } = key;

    /// <summary>Greatest event time applied; null before the first sample.</summary>
    public Instant? Watermark { get; internal set; }

    /// <summary>When the last input of any kind was received.</summary>
    public Instant? LastReceived { get; internal set; }

    /// <summary>Event time at which a tick is due; null when nothing waits.</summary>
    public Instant? NextDeadline { get; internal set; }

    public VehicleSnapshot Snapshot() => throw new NotSupportedException();

    public VehicleState Clone() => throw new NotSupportedException();

    /// <summary>Writes the state at rest: a format version, then only what differs from the default; at most about 300 bytes.</summary>
    public void Write(IBufferWriter<byte> writer) => throw new NotSupportedException();

    /// <returns>Null when the bytes are of an unknown format version or damaged.</returns>
    public static VehicleState? Read(VehicleKey key, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();
}
