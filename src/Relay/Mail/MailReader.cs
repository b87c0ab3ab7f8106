using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Relay.Mail;

/// <summary>Reads what is to be mailed, on a connection of its own. Used by the one loop of the sender only.</summary>
internal sealed class MailReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RelayContext _context;

    public MailReader(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _context = new RelayContext(_connection);
        _context.Database.ExecuteSqlRaw("PRAGMA busy_timeout = 5000");
    }

    /// <summary>The notice whose mail is due first; null when none waits.</summary>
    public NoticeRow? Next() => _context.Set<NoticeRow>().AsNoTracking()
        .Where(n => n.Mail == MailState.Waiting).OrderBy(n => n.MailDueMs).ThenBy(n => n.Id).FirstOrDefault();

    /// <summary>When the mails of a webhook were sent that were sent after a time, oldest first.</summary>
    public List<long> SentAfter(long webhookId, long afterMs) => _context.Set<NoticeRow>().AsNoTracking()
        .Where(n => n.WebhookId == webhookId && n.MailedMs > afterMs).Select(n => n.MailedMs!.Value).Order().ToList();

    public void Dispose()
    {
        _context.Dispose();
        _connection.Dispose();
    }
}
