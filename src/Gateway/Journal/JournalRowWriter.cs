using System.Buffers;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Journal;

/// <summary>
/// Writes the body of a journal row: a format byte and the row's reference time, then records, each <c>vehicle no, distance to the vehicle's
/// previous record (0: none), configuration version, event count, ids (16 bytes each), length, input</c>. Whole numbers are of variable
/// length, seven bits a byte, the least significant first.
/// </summary>
/// <remarks>Used again row after row by one lane; allocates nothing.</remarks>
internal sealed class JournalRowWriter
{
    public const byte Format = 1;

    private readonly ReusableBuffer _input = new();
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
    public void Add(
        IBufferWriter<byte> row,
        long vehicleNo,
        long previousPosition,
        long configurationVersion,
        List<RuleEvent> events,
        VehicleInput input)
    {
        _input.Clear();
        InputCodec.Write(_input, input, _reference);
        var writer = new InputCodecWriter(row);
        writer.Unsigned((ulong)vehicleNo);
        writer.Unsigned(previousPosition == 0 ? 0 : (ulong)(_position - previousPosition + 1));
        writer.Unsigned((ulong)configurationVersion);
        writer.Unsigned((ulong)events.Count);
        foreach (var found in events)
        {
            writer.Fixed64(found.Id.High);
            writer.Fixed64(found.Id.Low);
        }

        writer.Unsigned((ulong)_input.Length);
        writer.Complete();
        row.Write(_input.WrittenSpan);
    }
}
