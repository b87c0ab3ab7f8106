using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Notices;

/// <summary>Notices that are raised and ended in one go, and the sweep of old ones, which comes along.</summary>
internal sealed class NoticeWork(long nowMs, long keepAfterMs, Action<NoticeWork> committed, Action<NoticeWork, Exception> failed) : IWriteWork
{
    /// <summary>Notices of one webhook that are kept; the oldest that ended go first.</summary>
    public const int MostPerWebhook = 200;

    /// <summary>Old notices that go with one write: about a millisecond of the writer's time.</summary>
    private const int MostSwept = 500;

    public List<NoticeRow> Raised { get; } = [];

    public List<NoticeEnd> Ended { get; } = [];

    /// <summary>A webhook that was deleted; null for none.</summary>
    public long? Gone { get; init; }

    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new NoticeStatements(connection));
        foreach (var end in Ended)
        {
            statements.End(end, nowMs);
        }

        if (Gone is { } webhookId)
        {
            statements.Unmail(webhookId);
        }

        foreach (var notice in Raised)
        {
            if (notice.Mail == MailState.Waiting && statements.ToMail() >= MailPolicy.MostWaiting)
            {
                (notice.Mail, notice.MailReason) = (MailState.None, MailPolicy.TooMany);
            }

            statements.Raise(notice);
        }

        foreach (var id in Raised.Select(n => n.WebhookId).Distinct())
        {
            statements.KeepNewest(id, MostPerWebhook, nowMs);
        }

        statements.RemoveOld(keepAfterMs, MostSwept);
    }

    public void Committed() => committed(this);

    public void Failed(Exception error) => failed(this, error);
}
