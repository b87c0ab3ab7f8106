using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Journal;

/// <summary>Reads the body of a journal row as <see cref="JournalRowWriter"/> wrote it.</summary>
internal static class JournalRowReader
{
    private const int EventIdBytes = 16;

    /// <summary>The row's records in order.</summary>
    /// <exception cref="InvalidDataException">The row is damaged or was written by a newer version.</exception>
    public static IEnumerable<JournalRecord> Read(long position, byte[] body)
    {
        if (body.Length == 0 || body[0] != JournalRowWriter.Format)
        {
            throw new InvalidDataException($"Journal row {position} has an unknown format: a newer version wrote it.");
        }

        var at = 1;
        var reference = new Instant(Signed(position, body, ref at));
        while (at < body.Length)
        {
            yield return ReadRecord(position, body, reference, ref at);
        }
    }

    private static JournalRecord ReadRecord(long position, byte[] body, Instant reference, ref int at)
    {
        var vehicleNo = (long)Unsigned(position, body, ref at);
        var distance = (long)Unsigned(position, body, ref at);
        var version = (long)Unsigned(position, body, ref at);
        var count = Unsigned(position, body, ref at);
        if (count > (ulong)(body.Length - at) / EventIdBytes)
        {
            throw Damaged(position);
        }

        var ids = body.AsMemory(at, (int)count * EventIdBytes);
        at += ids.Length;
        var length = Unsigned(position, body, ref at);
        if (length > (ulong)(body.Length - at))
        {
            throw Damaged(position);
        }

        var input = body.AsMemory(at, (int)length);
        at += input.Length;
        return new JournalRecord(vehicleNo, distance == 0 ? 0 : position - distance + 1, version, ids, input, reference);
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
