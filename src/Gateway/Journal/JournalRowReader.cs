using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Journal;

/// <summary>Reads the body of a journal row as <see cref="JournalRowWriter"/> wrote it.</summary>
internal static class JournalRowReader
{
    private const ulong EventIdBytes = 16;

    /// <summary>The row's records in order.</summary>
    /// <exception cref="InvalidDataException">The row is damaged or was written by a newer version.</exception>
    public static IEnumerable<JournalRecord> Read(long position, byte[] body)
    {
        if (body.Length == 0 || body[0] is not (JournalRowWriter.Format or JournalRowWriter.FirstFormat))
        {
            throw new InvalidDataException($"Journal row {position} has an unknown format: a newer version wrote it.");
        }

        var at = 1;
        var reference = new Instant(Signed(position, body, ref at));
        for (var index = 0; at < body.Length; index++)
        {
            yield return ReadRecord(position, index, body, reference, ref at);
        }
    }

    private static JournalRecord ReadRecord(long position, int index, byte[] body, Instant reference, ref int at)
    {
        var vehicleNo = (long)Unsigned(position, body, ref at);
        var distance = (long)Unsigned(position, body, ref at);
        var version = (long)Unsigned(position, body, ref at);
        var flags = RecordFlags.None;
        var notes = ReadOnlyMemory<byte>.Empty;
        if (body[0] == JournalRowWriter.FirstFormat)
        {
            Block(position, body, Unsigned(position, body, ref at) * EventIdBytes, ref at);
        }
        else
        {
            flags = (RecordFlags)Unsigned(position, body, ref at);
            notes = Block(position, body, Unsigned(position, body, ref at), ref at);
        }

        var checkpoint = flags.HasFlag(RecordFlags.Checkpoint)
            ? Block(position, body, Unsigned(position, body, ref at), ref at)
            : ReadOnlyMemory<byte>.Empty;
        var input = Block(position, body, Unsigned(position, body, ref at), ref at);
        var previous = distance == 0 ? 0 : position - distance + 1;
        return new JournalRecord(vehicleNo, index, previous, version, flags, notes, checkpoint, input, reference);
    }

    private static ReadOnlyMemory<byte> Block(long position, byte[] body, ulong length, ref int at)
    {
        if (length > (ulong)(body.Length - at))
        {
            throw Damaged(position);
        }

        var block = body.AsMemory(at, (int)length);
        at += block.Length;
        return block;
    }

    private static long Signed(long position, byte[] body, ref int at)
    {
        var raw = Unsigned(position, body, ref at);
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    private static ulong Unsigned(long position, byte[] body, ref int at)
    {
        const int HighestShift = 63;
        var value = 0UL;
        for (var shift = 0; at < body.Length && shift <= HighestShift; shift += 7)
        {
            var next = body[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged(position);
    }

    private static InvalidDataException Damaged(long position) => new($"Journal row {position} is damaged.");
}
