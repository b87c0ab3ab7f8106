using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Mail;

/// <summary>Writes what became of one mail.</summary>
/// <param name="giveUpBeforeMs">With it all that wait and were raised before are given up for the same reason; null for none.</param>
internal sealed class MailWork(NoticeRow notice, long? giveUpBeforeMs) : IWriteWork
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _others;

    /// <summary>Other mails given up, once that is committed.</summary>
    public Task<int> Done => _done.Task;

    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new MailStatements(connection));
        statements.Settle(notice);
        _others = giveUpBeforeMs is { } before ? statements.GiveUpOld(before, notice.MailReason) : 0;
    }

    public void Committed() => _done.TrySetResult(_others);

    public void Failed(Exception error) => _done.TrySetException(error);
}
