using EdgeRelay.Gateway.Journal;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Reads vehicles' states back: the stored one, and over it the journal's tail through the rules. One lane's, not thread-safe.</summary>
internal sealed class VehicleStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _state;
    private readonly List<RuleEvent> _repeated = [];

    public VehicleStore(CoreDatabase database)
    {
        _connection = database.OpenReader();
        _state = _connection.CreateCommand();
        _state.CommandText = "SELECT position, engine, version, body FROM vehicle_state WHERE vehicle_no = $no";
        _state.Parameters.Add("$no", SqliteType.Integer);
        _state.Prepare();
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
        var count = 0L;
        while (row.Read())
        {
            var position = row.GetInt64(0);
            foreach (var record in JournalRowReader.Read(position, row.GetFieldValue<byte[]>(1)))
            {
                if (find(record.VehicleNo) is not { } entry || entry.StoredPosition >= position)
                {
                    continue;
                }

                var input = record.DecodeInput();
                var book = entry.Vehicle.Account.Book;
                RuleEngine.Apply(entry.State, input, book.Rules, _repeated, record.JudgedAt(input));
                _repeated.ForEach(found => book.WhoWants(found, entry.CoolDowns));
                _repeated.Clear();
                applied(entry, position);
                count++;
            }
        }

        return count;
    }

    public void Dispose()
    {
        _state.Dispose();
        _connection.Dispose();
    }
}
