using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Retention;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Notices;

/// <summary>
/// Holds every endpoint against its limits and tells, once, when a level is reached: a stored notice, a log line, an e-mail. It looks now and then,
/// and whenever an endpoint's state turned; a message costs nothing.
/// </summary>
/// <remarks>
/// What was told lies in the database: the notices in force are the memory, so a restart tells nothing twice. A jump over several levels raises a
/// notice for each and mails the highest. What rises and falls between two looks is not seen.
/// </remarks>
public sealed class LimitWatch : IHostedService, IDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromHours(1);
    private static readonly LimitKind[] Kinds = Enum.GetValues<LimitKind>();

    private readonly Lock _gate = new();
    private readonly SubscriptionBook _book;
    private readonly DeliveryDispatcher _dispatcher;
    private readonly MailSender _mails;
    private readonly IWriteQueue _writer;
    private readonly RelaySettings _settings;
    private readonly DeliveryRetention _retention;
    private readonly RelayDatabases _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<LimitWatch> _logger;
    private readonly Dictionary<(long WebhookId, LimitKind Kind), int> _told = [];
    private NoticeReader? _reader;
    private ITimer? _timer;
    private DateTimeOffset _swept;

    public LimitWatch(
        SubscriptionBook book,
        DeliveryDispatcher dispatcher,
        MailSender mails,
        IWriteQueue writer,
        RelaySettings settings,
        DeliveryRetention retention,
        RelayDatabases databases,
        TimeProvider time,
        ILogger<LimitWatch> logger)
    {
        (_book, _dispatcher, _mails, _writer) = (book, dispatcher, mails, writer);
        (_settings, _retention, _databases, _time, _logger) = (settings, retention, databases, time, logger);
    }

    /// <summary>Reads what was told and looks for the first time. The dispatcher must have started.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _reader = new NoticeReader(_databases.CoreReadOnly);
            Remember(_reader.Told());
            foreach (var gone in _told.Keys.Select(k => k.WebhookId).Distinct().Where(id => _book.Find(id) is null).ToArray())
            {
                Forget(gone); // deleted, but a crash came before that was noted
            }
        }

        _book.Turned += OnTurned;
        _timer = _time.CreateTimer(_ => LookAtAll(), null, TimeSpan.Zero, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _book.Turned -= OnTurned;
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    private void OnTurned(long webhookId, Subscription? webhook)
    {
        lock (_gate)
        {
            if (_reader is null)
            {
                return;
            }

            if (webhook is null)
            {
                Forget(webhookId);
            }
            else
            {
                TryLook(webhook);
            }
        }
    }

    private void LookAtAll()
    {
        foreach (var webhook in _book.All)
        {
            lock (_gate)
            {
                if (_reader is null)
                {
                    return;
                }

                TryLook(webhook);
            }
        }

        var now = _time.GetUtcNow();
        if (now - _swept >= SweepPeriod)
        {
            _swept = now;
            _writer.Submit(NewWork());
        }
    }

    private void TryLook(Subscription webhook)
    {
        try
        {
            Look(webhook);
        }
        catch (Exception error) when (error is SqliteException or ObjectDisposedException)
        {
            RelayLog.LimitsUnseen(_logger, webhook.Id, error);
        }
    }

    private void Look(Subscription webhook)
    {
        var measure = _dispatcher.Measure(webhook.Id);
        NoticeWork? work = null;
        foreach (var kind in Kinds)
        {
            var told = _told.GetValueOrDefault((webhook.Id, kind));
            if (Measured(kind, webhook, measure, told > 0) is not { } measured)
            {
                continue;
            }

            var steps = LimitSteps.Of(kind, kind == LimitKind.QueueDepth ? webhook.MaxDepth : _settings.FailingHours * 3_600L);
            var now = LimitSteps.Told(told, measured, steps);
            if (now == told)
            {
                continue;
            }

            work ??= NewWork();
            _told[(webhook.Id, kind)] = now;
            if (now < told)
            {
                work.Ended.Add(new NoticeEnd(webhook.Id, kind, now));
            }

            for (var step = told; step < now; step++)
            {
                work.Raised.Add(NoticeOf(webhook, kind, step, steps[step], measured, measure, isHighest: step == now - 1));
            }
        }

        if (work is not null)
        {
            _writer.Submit(work);
        }
    }

    /// <returns>Messages or seconds; null when it stands still or cannot be told now, so that nothing follows.</returns>
    private long? Measured(LimitKind kind, Subscription webhook, in EndpointMeasure measure, bool wasTold)
    {
        var nowMs = NowMs();
        switch (kind)
        {
            case LimitKind.QueueDepth:
                return measure.Depth.Waiting;

            case LimitKind.OldestAge:
                return measure.Depth.Waiting == 0 ? 0 : (nowMs - measure.Depth.OldestEnqueuedMs) / 1_000;

            default:
                if (!webhook.MaySend && webhook.Hold != HoldReason.Failing)
                {
                    return null; // it is not tried, so it neither fails nor recovers
                }

                // A few failures are told of no sooner than they would disable.
                return measure.FailingSinceMs is { } since && (wasTold || measure.Depth.Failing) ? (nowMs - since) / 1_000 : 0;
        }
    }

    private NoticeRow NoticeOf(
        Subscription webhook, LimitKind kind, int step, LimitStep level, long measured, in EndpointMeasure measure, bool isHighest)
    {
        var failure = measure.LastFailure ?? (measure.FailingSinceMs is null ? null : _reader!.Failure(webhook.Id));
        var address = isHighest ? _mails.AddressFor(webhook) : null;
        return new NoticeRow
        {
            AccountId = webhook.AccountId,
            WebhookId = webhook.Id,
            WebhookName = webhook.Name,
            Kind = kind,
            Step = step,
            Percent = level.Percent,
            Measured = measured,
            Bound = level.Limit,
            RaisedMs = NowMs(),
            LastError = failure?.Reason,
            LastStatus = measure.Depth.LastStatus,
            EventId = failure?.EventId.ToByteArray(bigEndian: true),
            EventType = failure?.Type,
            Mail = address is null ? MailState.None : MailState.Waiting,
            MailTo = address,
        };
    }

    private NoticeWork NewWork(long? gone = null)
    {
        var now = _time.GetUtcNow();
        return new NoticeWork(now.ToUnixTimeMilliseconds(), (now - _retention.KeepFinished).ToUnixTimeMilliseconds(), Committed, Failed) { Gone = gone };
    }

    private void Forget(long webhookId)
    {
        var work = NewWork(gone: webhookId);
        foreach (var kind in Kinds)
        {
            if (_told.Remove((webhookId, kind)))
            {
                work.Ended.Add(new NoticeEnd(webhookId, kind, 0));
            }
        }

        _writer.Submit(work);
    }

    private void Committed(NoticeWork work)
    {
        foreach (var notice in work.Raised)
        {
            RelayMeter.Noticed(notice.Kind);
            RelayLog.LimitReached(_logger, notice.WebhookId, NoticeText.Of(notice));
        }

        foreach (var end in work.Ended)
        {
            RelayLog.LimitLeft(_logger, end.WebhookId, end.Kind);
        }

        if (work.Raised.Exists(n => n.Mail == MailState.Waiting))
        {
            _mails.Wake();
        }
    }

    /// <summary>Nothing was stored, so nothing was told: the next look finds it again.</summary>
    private void Failed(NoticeWork work, Exception error)
    {
        RelayLog.NoticesFailed(_logger, error);
        lock (_gate)
        {
            foreach (var id in work.Raised.Select(n => n.WebhookId).Concat(work.Ended.Select(e => e.WebhookId)).Distinct())
            {
                Array.ForEach(Kinds, kind => _told.Remove((id, kind)));
                Remember(_reader?.Told(id) ?? []);
            }
        }
    }

    private void Remember(List<(long WebhookId, LimitKind Kind, int Told)> told) =>
        told.ForEach(t => _told[(t.WebhookId, t.Kind)] = t.Told);

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
