using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Mail;

/// <summary>
/// Mails notices, one after the other, beside all deliveries. What waits lies in the table of notices, so it is mailed after a restart too. A mail that
/// could not be sent is tried again after 1, 5, 15, 30 and then every 60 min, until its notice is a day old.
/// </summary>
/// <remarks>A crash between the server's answer and its commit mails once more, under the same Message-ID.</remarks>
public sealed class MailSender(
    SmtpSettings settings, IWriteQueue writer, RelayDatabases databases, TimeProvider time, ILogger<MailSender> logger) : BackgroundService
{
    private readonly SmtpTransport _transport = new(settings, time);
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pausedUntilMs;
    private int _serverFailures;

    /// <summary>Where notices of a webhook are mailed to; null for nowhere. Thread-safe.</summary>
    internal string? AddressFor(Subscription webhook) =>
        !settings.IsSet ? null : webhook.Email ?? (settings.To.Length > 0 ? settings.To : null);

    /// <summary>A notice that is to be mailed was committed. Thread-safe; does not block.</summary>
    internal void Wake() => Volatile.Read(ref _woken).TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsSet)
        {
            return;
        }

        using var reader = new MailReader(databases.CoreReadOnly);
        using var alarm = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _woken, woken);
            long? dueMs;
            try
            {
                dueMs = await SendDue(reader, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                MailLog.Broken(logger, error);
                dueMs = _pausedUntilMs = NowMs() + 60_000;
            }

            alarm.Change(dueMs is { } at ? TimeSpan.FromMilliseconds(Math.Max(0, at - NowMs())) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (dueMs is null || dueMs > NowMs())
            {
                await woken.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>When the next mail is due; null when none waits.</returns>
    private async Task<long?> SendDue(MailReader reader, CancellationToken stop)
    {
        while (reader.Next() is { } notice)
        {
            var dueMs = Math.Max(notice.MailDueMs, _pausedUntilMs);
            if (dueMs > NowMs())
            {
                return dueMs;
            }

            await Settle(reader, notice, stop).ConfigureAwait(false);
        }

        return null;
    }

    private async Task Settle(MailReader reader, NoticeRow notice, CancellationToken stop)
    {
        var nowMs = NowMs();
        var sent = reader.SentAfter(notice.WebhookId, nowMs - MailPolicy.RateWindowMs);
        if (sent.Count >= settings.PerWebhookAndHour)
        {
            notice.MailDueMs = sent[^settings.PerWebhookAndHour] + MailPolicy.RateWindowMs;
            notice.MailReason = $"{settings.PerWebhookAndHour} mails of this webhook were sent within the hour";
            await Write(notice, serverFailed: false).ConfigureAwait(false);
            return;
        }

        var fault = SmtpSettings.AddressOf(notice.MailTo ?? "") is { } to
            ? await _transport.Send(NoticeMail.Of(notice, settings.From, to, time.GetUtcNow()), stop).ConfigureAwait(false)
            : new SmtpFault("the contact is no address that can be mailed to", Final: true, OfServer: false);
        Note(notice, fault);
        await Write(notice, fault is { OfServer: true }).ConfigureAwait(false);
        Report(notice, fault);
    }

    /// <summary>What follows for the notice, and for the server as a whole.</summary>
    private void Note(NoticeRow notice, SmtpFault? fault)
    {
        var nowMs = NowMs();
        _serverFailures = fault is { OfServer: true } ? _serverFailures + 1 : 0;
        _pausedUntilMs = _serverFailures > 0 ? nowMs + MailPolicy.WaitMs(_serverFailures) : 0;
        notice.MailReason = fault?.Reason;
        if (fault is null)
        {
            (notice.Mail, notice.MailedMs) = (MailState.Sent, nowMs);
            return;
        }

        notice.MailAttempts++;
        if (MailPolicy.After(fault.Final, notice.MailAttempts, notice.RaisedMs, nowMs) is MailDecision.RetryAt retry)
        {
            notice.MailDueMs = retry.WhenMs;
        }
        else
        {
            notice.Mail = MailState.GivenUp;
        }
    }

    /// <summary>Stored before the next mail is begun, so that a crash repeats one at most.</summary>
    private async Task Write(NoticeRow notice, bool serverFailed)
    {
        // While the server is out nothing else is tried, and what grows too old meanwhile is given up with it.
        var work = new MailWork(notice, serverFailed ? NowMs() - MailPolicy.GiveUpAfterMs : null);
        writer.Submit(work);
        if (await work.Done.ConfigureAwait(false) is var others and > 0)
        {
            MailLog.OldGivenUp(logger, others, notice.MailReason!);
        }
    }

    private void Report(NoticeRow notice, SmtpFault? fault)
    {
        RelayMeter.Mailed(notice.Mail);
        switch (notice.Mail)
        {
            case MailState.Sent:
                MailLog.Sent(logger, notice.Id, notice.WebhookId);
                break;

            case MailState.GivenUp:
                MailLog.GivenUp(logger, notice.Id, notice.WebhookId, notice.MailAttempts, fault!.Reason);
                break;

            default:
                MailLog.Failed(
                    logger, notice.Id, notice.WebhookId, fault!.Reason, DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(notice.MailDueMs, _pausedUntilMs)));
                break;
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
