using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Replay;

/// <summary>The messages of all recordings in order of planned time; the order within a file is kept whatever its clock says.</summary>
internal static class ReplayStream
{
    /// <param name="onBrokenClock">Called for each row whose time cannot be read, when it is about to be sent.</param>
    public static IEnumerable<PlannedMessage> Messages(ReplayPlan plan, ReplaySettings settings, Action onBrokenClock)
    {
        using var json = new JsonPayload();
        var writer = new RowJson(settings);
        var topics = new Dictionary<string, VehicleTopics>(StringComparer.Ordinal);
        var cursors = plan.Recordings.Select(recording => new Cursor(recording)).ToList();
        try
        {
            var next = new PriorityQueue<Cursor, (long Due, int File)>();
            for (var file = 0; file < cursors.Count; file++)
            {
                Requeue(next, cursors[file], file);
            }

            while (next.TryDequeue(out var cursor, out var place))
            {
                var row = cursor.Row;
                if (row.Time is null)
                {
                    onBrokenClock();
                }

                if (!topics.TryGetValue(row.Vehicle, out var vehicle))
                {
                    topics.Add(row.Vehicle, vehicle = new VehicleTopics(settings.Account, row.Vehicle));
                }

                yield return new PlannedMessage
                {
                    DueMicroseconds = place.Due,
                    Vehicle = row.Vehicle,
                    Kind = MessageKind.Telemetry,
                    Topic = vehicle[MessageKind.Telemetry],
                    Payload = json.Make((row, cursor.Source.Shift, cursor.Source.Recording.Columns), writer.Write),
                };
                Requeue(next, cursor, place.File);
            }
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }

    private static void Requeue(PriorityQueue<Cursor, (long Due, int File)> queue, Cursor cursor, int file)
    {
        if (cursor.MoveNext())
        {
            queue.Enqueue(cursor, (cursor.DueMicroseconds, file));
        }
    }

    /// <summary>Stands at one row of one file. A row is due at its time, but never before the row above it.</summary>
    private sealed class Cursor(PlannedRecording source) : IDisposable
    {
        private readonly IEnumerator<RecordedRow> _rows = source.Recording.Rows().GetEnumerator();

        public PlannedRecording Source => source;

        public RecordedRow Row => _rows.Current;

        public long DueMicroseconds { get; private set; }

        public bool MoveNext()
        {
            if (!_rows.MoveNext())
            {
                return false;
            }

            if (Row.Time is { } time)
            {
                DueMicroseconds = Math.Max(DueMicroseconds, (time - source.Origin).Ticks / TimeSpan.TicksPerMicrosecond);
            }

            return true;
        }

        public void Dispose() => _rows.Dispose();
    }
}
