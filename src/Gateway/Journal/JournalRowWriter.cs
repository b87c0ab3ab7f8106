using System.Buffers;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>
/// Writes the body of a journal row: a format byte and the row's reference time, then records, each <c>vehicle no, distance to the vehicle's
/// previous record (0: none), configuration version, flags, length, notes, length, kept state (with the flag only), length, input</c>. Whole
/// numbers are of variable length, seven bits a byte, the least significant first.
/// </summary>
/// <remarks>Used again row after row by one lane; allocates nothing but for events.</remarks>
internal sealed class JournalRowWriter
{
    public const byte Format = 2;

    /// <summary>Rows of it hold ids of events instead of notes, and no flags; they stay readable.</summary>
    public const byte FirstFormat = 1;

    private readonly ReusableBuffer _input = new();
    private readonly ReusableBuffer _notes = new();
    private Instant _reference;
    private long _position;

    public void Begin(IBufferWriter<byte> row, long position, Instant reference)
    {
        _position = position;
        _reference = reference;
        var writer = new InputCodecWriter(row);
        writer.Byte(Format);
        writer.Signed(reference.UnixMilliseconds);
        writer.Complete();
    }

    /// <param name="previousPosition">Journal position of the vehicle's record before this one; 0 when there is none.</param>
    /// <param name="told">Events that the input gave.</param>
    /// <param name="checkpoint">The state before the input, with <see cref="RecordFlags.Checkpoint"/>.</param>
    /// <param name="rerun">With <see cref="RecordFlags.Rerun"/>: what became of events that were told before.</param>
    public void Add(
        IBufferWriter<byte> row,
        long vehicleNo,
        long previousPosition,
        long configurationVersion,
        RecordFlags flags,
        IReadOnlyList<ToldEvent> told,
        VehicleInput input,
        ReadOnlySpan<byte> checkpoint = default,
        RerunOutcome? rerun = null)
    {
        _input.Clear();
        InputCodec.Write(_input, input, _reference);
        _notes.Clear();
        if (told.Count > 0 || rerun is not null)
        {
            var notes = new InputCodecWriter(_notes);
            RecordNotes.Write(ref notes, told, rerun, _reference);
            notes.Complete();
        }

        var writer = new InputCodecWriter(row);
        writer.Unsigned((ulong)vehicleNo);
        writer.Unsigned(previousPosition == 0 ? 0 : (ulong)(_position - previousPosition + 1));
        writer.Unsigned((ulong)configurationVersion);
        writer.Byte((byte)flags);
        writer.Unsigned((ulong)_notes.Length);
        writer.Complete();
        row.Write(_notes.WrittenSpan);
        if (flags.HasFlag(RecordFlags.Checkpoint))
        {
            Block(row, checkpoint);
        }

        Block(row, _input.WrittenSpan);
    }

    private static void Block(IBufferWriter<byte> row, ReadOnlySpan<byte> bytes)
    {
        var writer = new InputCodecWriter(row);
        writer.Unsigned((ulong)bytes.Length);
        writer.Complete();
        row.Write(bytes);
    }
}
