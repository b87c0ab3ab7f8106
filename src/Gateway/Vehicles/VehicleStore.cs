using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Reads vehicles' states back: the stored one, and over it the journal's tail through the rules. One lane's, not thread-safe.</summary>
internal sealed class VehicleStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _state;
    private readonly SqliteCommand _row;
    private readonly List<RuleEvent> _repeated = [];
    private readonly ReusableBuffer _earlierState = new();
    private readonly Dictionary<VehicleEntry, List<(JournalRecord Record, VehicleInput Input)>> _placed = [];

    public VehicleStore(CoreDatabase database)
    {
        _connection = database.OpenReader();
        _state = _connection.CreateCommand();
        _state.CommandText = "SELECT position, engine, version, body FROM vehicle_state WHERE vehicle_no = $no";
        _state.Parameters.Add("$no", SqliteType.Integer);
        _state.Prepare();
        _row = _connection.CreateCommand();
        _row.CommandText = "SELECT body FROM journal WHERE position = $position";
        _row.Parameters.Add("$position", SqliteType.Integer);
        _row.Prepare();
    }

    /// <summary>The stored state, or a new one when there is none or it is of another engine's making.</summary>
    public VehicleEntry Load(VehicleRef vehicle)
    {
        if (!vehicle.Stored)
        {
            return Fresh(vehicle, storedVersion: 0, position: 0);
        }

        _state.Parameters[0].Value = vehicle.No;
        using var row = _state.ExecuteReader();
        if (!row.Read())
        {
            return Fresh(vehicle, storedVersion: 0, position: 0);
        }

        var (position, version) = (row.GetInt64(0), row.GetInt64(2));
        var body = row.GetFieldValue<byte[]>(3);
        var coolDowns = new CoolDowns();
        return row.GetInt32(1) == RuleEngine.Version
            && coolDowns.TryRead(body, out var length)
            && VehicleState.Read(vehicle.Key, body.AsSpan(length)) is { } state
                ? new VehicleEntry(vehicle, state, coolDowns, version, position)
                : Fresh(vehicle, version, position);
    }

    private static VehicleEntry Fresh(VehicleRef vehicle, long storedVersion, long position) =>
        new(vehicle, new VehicleState(vehicle.Key), new CoolDowns(), storedVersion, position);

    /// <summary>Numbers of the vehicles whose stored state waits for a deadline.</summary>
    public List<long> WithDeadline()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT vehicle_no FROM vehicle_state WHERE tick_due_ms IS NOT NULL";
        using var row = command.ExecuteReader();
        var numbers = new List<long>();
        while (row.Read())
        {
            numbers.Add(row.GetInt64(0));
        }

        return numbers;
    }

    /// <summary>
    /// Applies the journal from <paramref name="from"/> on to the entries that <paramref name="find"/> gives. Events repeat what is
    /// committed already (their ids are derived) and are dropped.
    /// </summary>
    /// <param name="find">The entry of a vehicle number, or null when the vehicle is not this lane's.</param>
    /// <param name="applied">Told of each record that the entry's state did not contain, with its journal position.</param>
    /// <returns>How many records were applied.</returns>
    public long Replay(long from, Func<long, VehicleEntry?> find, Action<VehicleEntry, long> applied)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT position, body FROM journal WHERE position >= $from ORDER BY position";
        command.Parameters.AddWithValue("$from", from);
        using var row = command.ExecuteReader();
        var checkpoints = new CheckpointSink(_earlierState);
        var count = 0L;
        while (row.Read())
        {
            var position = row.GetInt64(0);
            _placed.Clear();
            foreach (var record in JournalRowReader.Read(position, row.GetFieldValue<byte[]>(1)))
            {
                if (find(record.VehicleNo) is not { } entry || entry.StoredPosition >= position)
                {
                    continue;
                }

                Repeat(entry, record, position, checkpoints);
                _repeated.ForEach(found => entry.Vehicle.Account.Book.WhoWants(found, entry.Vehicle, entry.CoolDowns));
                _repeated.Clear();
                applied(entry, position);
                count++;
            }
        }

        return count;
    }

    /// <summary>Reads a vehicle's recent past.</summary>
    /// <param name="from">Position of the vehicle's newest record.</param>
    /// <param name="oldest">Position of the kept state that is wanted.</param>
    /// <param name="current">Position of the row that is being made or read, of which only what lies before <paramref name="before"/> is the past.</param>
    /// <param name="body">The row that is being made; null when it is in the store.</param>
    /// <returns>Null when the journal does not reach back so far any more.</returns>
    public VehicleHistory? ReadHistory(
        VehicleRef vehicle, long from, long oldest, RuleBook book, long current, int before, ReusableBuffer? body = null) =>
        new HistoryReader(position => position == current && body is not null ? body.WrittenSpan.ToArray() : RowAt(position))
            .Read(vehicle, from, oldest, book, current, before);

    private byte[]? RowAt(long position)
    {
        _row.Parameters[0].Value = position;
        return _row.ExecuteScalar() as byte[];
    }

    /// <summary>Does again what the lane did with a record. How inputs were grouped is in the journal, so it decides the same.</summary>
    private void Repeat(VehicleEntry entry, in JournalRecord record, long position, CheckpointSink checkpoints)
    {
        var input = record.DecodeInput();
        var book = entry.Vehicle.Account.Book.Rules;
        if (record.Flags.HasFlag(RecordFlags.Placed))
        {
            if (!_placed.TryGetValue(entry, out var placed))
            {
                _placed.Add(entry, placed = []);
            }

            placed.Add((record, input));
            if (record.Flags.HasFlag(RecordFlags.Rerun))
            {
                _placed.Remove(entry);
                RunAgain(entry, placed, position, book);
            }

            return;
        }

        _earlierState.Clear();
        checkpoints.Begin(position);
        var judgedAt = record.JudgedAt(input);
        if (RuleEngine.Apply(entry.State, input, book, _repeated, judgedAt, checkpoints) == InputVerdict.OutOfOrder)
        {
            // The journal did not reach back when the lane met it: it was taken as it was.
            RuleEngine.Apply(entry.State, input, book, _repeated, judgedAt);
        }
    }

    private void RunAgain(VehicleEntry entry, List<(JournalRecord Record, VehicleInput Input)> placed, long position, RuleBook book)
    {
        var first = placed[0].Record;
        var oldest = placed.Select(p => p.Input).OfType<Sample>().Min(s => VehicleHistory.PositionFor(entry.State, s, book)) ?? 0;
        var history = ReadHistory(entry.Vehicle, first.PreviousPosition, oldest, book, position, first.Index);
        foreach (var (record, input) in placed)
        {
            history?.Place(input, book, record.JudgedAt(input), position);
        }

        if (history?.Rerun(entry.State, book) is { } outcome)
        {
            entry.State = outcome.State;
            _repeated.AddRange(outcome.Found);
        }
        else
        {
            placed.ForEach(p => RuleEngine.Apply(entry.State, p.Input, book, _repeated, p.Record.JudgedAt(p.Input)));
        }
    }

    public void Dispose()
    {
        _row.Dispose();
        _state.Dispose();
        _connection.Dispose();
    }
}
