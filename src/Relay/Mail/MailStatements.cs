using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Mail;

/// <summary>What is written of mails, on the writer's connection. A notice whose mail waits no longer is left alone.</summary>
internal sealed class MailStatements(SqliteConnection connection) : IPreparedStatements
{
    private readonly RawStatement _settle = new(
        connection,
        """
        UPDATE notice SET mail = ?2, mail_attempts = ?3, mail_due_ms = ?4, mailed_ms = ?5, mail_reason = ?6 WHERE id = ?1 AND mail = 1
        """);

    private readonly RawStatement _giveUpOld = new(
        connection,
        "UPDATE notice SET mail = 3, mail_reason = ?2 WHERE mail = 1 AND raised_ms < ?1");

    public void Settle(NoticeRow notice) => _settle
        .Bind(1, notice.Id)
        .Bind(2, (long)notice.Mail)
        .Bind(3, notice.MailAttempts)
        .Bind(4, notice.MailDueMs)
        .Bind(5, notice.MailedMs)
        .Bind(6, notice.MailReason)
        .Run();

    /// <returns>Mails given up.</returns>
    public int GiveUpOld(long raisedBeforeMs, string? reason) => _giveUpOld.Bind(1, raisedBeforeMs).Bind(2, reason).Run();

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _settle.Dispose();
        _giveUpOld.Dispose();
    }
}
