using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Delivery;

/// <summary>The dispatcher's statements on the writer's connection.</summary>
internal sealed class OutcomeStatements(SqliteConnection connection) : IPreparedStatements
{
    private readonly RawStatement _outcome = new(
        connection,
        """
        UPDATE delivery SET state = ?2, attempts = ?3, due_ms = ?4, last_status = COALESCE(?5, last_status), last_reason = ?6, finished_ms = ?7, out_of_order = ?8,
            superseded_by = ?9
        WHERE id = ?1 AND state < 2
        """);

    private readonly RawStatement _note = new(
        connection, "UPDATE webhook SET last_status = ?2, failing_since_ms = ?3, failures = ?4 WHERE id = ?1");

    // Where SubscriptionMachine finds the turn legal: a user may have changed the state while the outcome was on its way here.
    private readonly RawStatement _gone = new(
        connection,
        "UPDATE webhook SET hold = 1, version = version + 1 WHERE id = ?1 AND enabled = 1 AND verification <> 0 AND hold NOT IN (1, 2)");

    private readonly RawStatement _failing = new(
        connection,
        "UPDATE webhook SET hold = 2, version = version + 1 WHERE id = ?1 AND enabled = 1 AND verification <> 0 AND hold = 0");

    private readonly RawStatement _unverify = new(
        connection, "UPDATE webhook SET verification = 0, version = version + 1 WHERE id = ?1 AND verification <> 0");

    private readonly RawStatement _cancel = new(
        connection,
        """
        UPDATE delivery SET state = 4, finished_ms = ?2
        WHERE id IN (SELECT id FROM delivery INDEXED BY delivery_unfinished WHERE webhook_id = ?1 AND state < 2 ORDER BY id LIMIT ?3)
        """);

    public void Write(in Outcome outcome) =>
        _outcome
            .Bind(1, outcome.DeliveryId)
            .Bind(2, (long)outcome.State)
            .Bind(3, outcome.Attempts)
            .Bind(4, outcome.DueMs)
            .Bind(5, (long?)outcome.LastStatus)
            .Bind(6, outcome.LastReason)
            .Bind(7, outcome.FinishedMs)
            .Bind(8, outcome.OutOfOrder ? 1 : 0)
            .Bind(9, outcome.SupersededBy)
            .Run();

    public void Write(in EndpointNote note)
    {
        _note
            .Bind(1, note.WebhookId)
            .Bind(2, (long?)note.LastStatus)
            .Bind(3, note.FailingSinceMs)
            .Bind(4, note.Failures)
            .Run();
        if (note.Hold != HoldReason.None)
        {
            (note.Hold == HoldReason.Gone ? _gone : _failing).Bind(1, note.WebhookId).Run();
        }

        if (note.Unverify)
        {
            _unverify.Bind(1, note.WebhookId).Run();
        }
    }

    /// <returns>Deliveries cancelled; fewer than <paramref name="most"/> when none is left.</returns>
    public int Cancel(long webhookId, long nowMs, int most) => _cancel.Bind(1, webhookId).Bind(2, nowMs).Bind(3, most).Run();

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _outcome.Dispose();
        _note.Dispose();
        _gone.Dispose();
        _failing.Dispose();
        _unverify.Dispose();
        _cancel.Dispose();
    }
}
