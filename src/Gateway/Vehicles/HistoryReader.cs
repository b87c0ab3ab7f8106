using EdgeRelay.Gateway.Journal;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Reads a vehicle's recent past out of the journal, from its newest record back along the pointers between them.</summary>
/// <param name="rowAt">The body of the row at a position; null when it is gone.</param>
internal sealed class HistoryReader(Func<long, byte[]?> rowAt)
{
    /// <param name="from">Position of the vehicle's newest record.</param>
    /// <param name="oldest">Position of the kept state that is wanted.</param>
    /// <param name="before">Only records before this place of the row at <paramref name="current"/> are the past.</param>
    /// <returns>Null when the journal does not reach back so far any more.</returns>
    public VehicleHistory? Read(VehicleRef vehicle, long from, long oldest, RuleBook book, long current, int before)
    {
        var rows = new Stack<(long Position, List<JournalRecord> Records)>();
        for (var position = from; position >= oldest && position > 0;)
        {
            if (rowAt(position) is not { } body)
            {
                return null;
            }

            var records = JournalRowReader.Read(position, body)
                .Where(r => r.VehicleNo == vehicle.No && (position != current || r.Index < before)).ToList();
            if (records.Count == 0)
            {
                return null;
            }

            rows.Push((position, records));
            position = records[0].PreviousPosition;
        }

        return rows.Count > 0 && rows.Peek().Position == oldest ? Build(rows, book) : null;
    }

    private static VehicleHistory? Build(Stack<(long Position, List<JournalRecord> Records)> rows, RuleBook book)
    {
        var history = new VehicleHistory();
        foreach (var (position, records) in rows)
        {
            foreach (var record in records)
            {
                var begins = history.Count == 0 && record.Checkpoint.IsEmpty;
                if (begins || record.Flags.HasFlag(RecordFlags.Apart))
                {
                    continue;
                }

                var input = record.DecodeInput();
                history.Append(input, book, record.JudgedAt(input), position, record.Checkpoint.Span);
                RecordNotes.Give(record.Notes.Span, record.Reference, history);
            }
        }

        return history.Count > 0 ? history : null;
    }
}
