using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EventId = EdgeRelay.Rules.Events.EventId;

namespace EdgeRelay.Gateway.Journal;

/// <summary>What a journal record says of the events that its input gave: those that were told, those that moved and those that were taken back.</summary>
internal static class RecordNotes
{
    // Holds no texts; the reader asks for a cache all the same.
    private static readonly TextCache Texts = new();

    public static void Write(ref InputCodecWriter writer, IReadOnlyList<ToldEvent> told, RerunOutcome? rerun, Instant reference)
    {
        writer.Unsigned((ulong)told.Count);
        for (var i = 0; i < told.Count; i++)
        {
            var one = told[i];
            Write(ref writer, one.Id);
            writer.Fixed64(one.Trigger);
            writer.Unsigned(one.Subject);
            writer.Byte((byte)one.Kind);
            writer.Signed(one.OccurredMs - reference.UnixMilliseconds);
            writer.Unsigned(one.Visit);
        }

        // Events whose id is not the one that their parts give.
        var apart = told.Where(t => t.Id != t.Derived).Concat(rerun?.Moved ?? []).ToList();
        if (apart.Count == 0 && rerun is null or { Superseded.Count: 0 })
        {
            return;
        }

        writer.Unsigned((ulong)(rerun?.Superseded.Count ?? 0));
        foreach (var gone in rerun?.Superseded ?? [])
        {
            Write(ref writer, gone.Id);
        }

        writer.Unsigned((ulong)apart.Count);
        foreach (var one in apart)
        {
            Write(ref writer, one.Id);
            Write(ref writer, one.Derived);
        }
    }

    /// <summary>Tells a history what was written, after the record's input.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static void Give(ReadOnlySpan<byte> notes, Instant reference, VehicleHistory history)
    {
        if (notes.IsEmpty)
        {
            return;
        }

        var reader = new InputCodecReader(notes, Texts);
        var told = new List<ToldEvent>();
        for (var left = reader.Unsigned(); left > 0 && !reader.Failed; left--)
        {
            told.Add(ReadTold(ref reader, reference));
        }

        if (reader.Position < notes.Length)
        {
            for (var left = reader.Unsigned(); left > 0 && !reader.Failed; left--)
            {
                history.Superseded(ReadId(ref reader));
            }
        }

        told.ForEach(t => history.Told(t));
        if (reader.Position < notes.Length)
        {
            for (var left = reader.Unsigned(); left > 0 && !reader.Failed; left--)
            {
                history.Moved(ReadId(ref reader), ReadId(ref reader));
            }
        }

        if (reader.Failed)
        {
            throw new InvalidDataException("The notes of a journal record are damaged.");
        }
    }

    private static ToldEvent ReadTold(ref InputCodecReader reader, Instant reference)
    {
        var id = ReadId(ref reader);
        return new ToldEvent(
            id,
            id,
            reader.Fixed64(),
            (uint)reader.Unsigned(),
            (EventKind)reader.Byte(),
            reader.Signed() + reference.UnixMilliseconds,
            reader.Unsigned());
    }

    private static void Write(ref InputCodecWriter writer, EventId id)
    {
        writer.Fixed64(id.High);
        writer.Fixed64(id.Low);
    }

    private static EventId ReadId(ref InputCodecReader reader) => new(reader.Fixed64(), reader.Fixed64());
}
