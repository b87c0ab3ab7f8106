using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Notices;

/// <summary>What is written of notices, on the writer's connection.</summary>
internal sealed class NoticeStatements(SqliteConnection connection) : IPreparedStatements
{
    private readonly RawStatement _raise = new(
        connection,
        """
        INSERT INTO notice (account_id, webhook_id, webhook_name, kind, step, percent, measured, bound, raised_ms, last_error, last_status,
            event_id, event_type, mail, mail_to, mail_attempts, mail_due_ms, mail_reason)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, ?16)
        """);

    private readonly RawStatement _end = new(
        connection, "UPDATE notice SET ended_ms = ?4 WHERE webhook_id = ?1 AND kind = ?2 AND step >= ?3 AND ended_ms IS NULL");

    private readonly RawStatement _unmail = new(
        connection, "UPDATE notice SET mail = 3, mail_reason = 'the webhook was deleted' WHERE webhook_id = ?1 AND mail = 1");

    private readonly RawStatement _toMail = new(connection, "SELECT COUNT(*) FROM notice INDEXED BY notice_to_mail WHERE mail = 1");

    // What is in force, waits to be mailed or counts for the mails of an hour is needed still.
    private readonly RawStatement _keepNewest = new(
        connection,
        """
        DELETE FROM notice
        WHERE webhook_id = ?1 AND id <= (SELECT id FROM notice WHERE webhook_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            AND ended_ms IS NOT NULL AND mail <> 1 AND COALESCE(mailed_ms, 0) < ?3
        """);

    private readonly RawStatement _removeOld = new(
        connection,
        "DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE ended_ms < ?1 AND mail <> 1 ORDER BY ended_ms LIMIT ?2)");

    public void Raise(NoticeRow notice)
    {
        _raise
            .Bind(1, notice.AccountId)
            .Bind(2, notice.WebhookId)
            .Bind(3, notice.WebhookName)
            .Bind(4, (long)notice.Kind)
            .Bind(5, notice.Step)
            .Bind(6, (long?)notice.Percent)
            .Bind(7, notice.Measured)
            .Bind(8, notice.Bound)
            .Bind(9, notice.RaisedMs)
            .Bind(10, notice.LastError)
            .Bind(11, (long?)notice.LastStatus)
            .Bind(13, notice.EventType)
            .Bind(14, (long)notice.Mail)
            .Bind(15, notice.MailTo)
            .Bind(16, notice.MailReason);
        _ = notice.EventId is { } id ? _raise.Bind(12, id) : _raise.BindNull(12);
        _raise.Run();
    }

    public void End(NoticeEnd end, long nowMs) =>
        _end.Bind(1, end.WebhookId).Bind(2, (long)end.Kind).Bind(3, end.FromStep).Bind(4, nowMs).Run();

    /// <summary>Nothing is mailed of a webhook that is gone.</summary>
    public void Unmail(long webhookId) => _unmail.Bind(1, webhookId).Run();

    /// <summary>Notices that wait to be mailed.</summary>
    public long ToMail() => _toMail.ReadNumber() ?? 0;

    public void KeepNewest(long webhookId, int most, long nowMs) =>
        _keepNewest.Bind(1, webhookId).Bind(2, most).Bind(3, nowMs - MailPolicy.RateWindowMs).Run();

    public void RemoveOld(long cutoffMs, int most) => _removeOld.Bind(1, cutoffMs).Bind(2, most).Run();

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _raise.Dispose();
        _end.Dispose();
        _unmail.Dispose();
        _toMail.Dispose();
        _keepNewest.Dispose();
        _removeOld.Dispose();
    }
}
