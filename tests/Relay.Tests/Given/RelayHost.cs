using System.Text;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Retention;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Spilling;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>Relay on real files in a folder of its own, with a clock that the test moves. It can be restarted on the same files.</summary>
internal sealed class RelayHost : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-test-");
    private GuardedHandler _handler = null!;
    private LimitWatch? _watch;
    private MailSender? _mails;
    private SpillDrain _drain = null!;

    private RelayHost(RelaySettings? settings) => Settings = settings ?? new RelaySettings();

    public RelaySettings Settings { get; set; }

    public TimeProvider Time { get; private set; } = null!;

    public ManualClock Clock { get; } = new();

    public TestWriter Writer { get; private set; } = null!;

    public SubscriptionBook Book { get; private set; } = null!;

    public AttemptLog Log { get; private set; } = null!;

    public DeliveryDispatcher Dispatcher { get; private set; } = null!;

    public Relay.Outbox.Outbox Outbox { get; private set; } = null!;

    public DeliveryRecovery Recovery { get; private set; } = null!;

    public RelayDatabases Databases =>
        new($"Data Source={CorePath};Mode=ReadOnly;Pooling=False", $"Data Source={LogPath};Pooling=False");

    private string CorePath => Path.Combine(_folder.FullName, "core.db");

    private string LogPath => Path.Combine(_folder.FullName, "log.db");

    /// <param name="outcomesPerCommit">More than one needs <see cref="DeliveryDispatcher.DrainOutcomesAsync"/> before the database is asked.</param>
    public static async Task<RelayHost> StartAsync(RelaySettings? settings = null, bool realTime = false, int outcomesPerCommit = 1)
    {
        var host = new RelayHost((settings ?? new RelaySettings()) with { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1" });
        host.Settings = realTime ? host.Settings : host.Settings with { BatchOutcomeCount = outcomesPerCommit };
        host.Time = realTime ? TimeProvider.System : host.Clock;
        host.OpenFiles();
        host.Writer.InTransaction(() => Array.ForEach([.. RelaySchema.Current], sql => host.Execute(sql)));
        await host.StartRelayAsync();
        return host;
    }

    /// <param name="between">Changes each subscription while nothing runs.</param>
    public async Task RestartAsync(Func<Subscription, Subscription>? between = null)
    {
        await StopRelayAsync();
        OpenFiles();
        if (between is not null)
        {
            Change(between);
        }

        await StartRelayAsync();
    }

    /// <summary>
    /// Restarts, and waits until all is done that can be before time goes on. A test that moves the clock sooner may do so between a look at it and
    /// the timer that is set by that look, which then fires too late, or never.
    /// </summary>
    public async Task RestartAndRestAsync(Func<Subscription, Subscription>? between = null)
    {
        await RestartAsync(between);
        await Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Change(Func<Subscription, Subscription> change) => Writer.InTransaction(() =>
    {
        using var context = new RelayContext(Writer.Connection);
        context.Database.UseTransaction(Writer.Transaction);
        foreach (var subscription in context.Subscriptions.ToList())
        {
            context.Entry(subscription).CurrentValues.SetValues(change(subscription));
        }

        context.SaveChanges();
    });

    /// <summary>Begins to watch the limits, until the next stop; the first look is at the next move of the clock.</summary>
    public async Task WatchAsync(SmtpSettings? smtp = null)
    {
        _mails = new MailSender(smtp ?? new SmtpSettings(), Writer, Databases, Time, NullLogger<MailSender>.Instance);
        _watch = new LimitWatch(
            Book, Dispatcher, _mails, Writer, Settings, Retention(long.MaxValue), Databases, Time, NullLogger<LimitWatch>.Instance);
        await _mails.StartAsync(CancellationToken.None);
        await _watch.StartAsync(CancellationToken.None);
    }

    /// <summary>Stores a subscription as a host would, and tells the book.</summary>
    public Subscription Subscribe(Uri url, Action<Subscription>? set = null)
    {
        var subscription = new Subscription
        {
            AccountId = 123456,
            Name = "test",
            Url = url.AbsoluteUri,
            UserName = "testusername",
            Secret = "protected:" + Secret,
            Enabled = true,
            Verification = Verification.Verified,
            TimeoutSeconds = 15,
        };
        set?.Invoke(subscription);
        Writer.InTransaction(() =>
        {
            using var context = new RelayContext(Writer.Connection);
            context.Database.UseTransaction(Writer.Transaction);
            context.Add(subscription);
            context.SaveChanges();
        });
        Book.Changed(subscription with { });
        return subscription;
    }

    /// <summary>Stores a changed subscription as a host would, and tells the book.</summary>
    public void Store(Subscription changed)
    {
        Writer.InTransaction(() =>
        {
            using var context = new RelayContext(Writer.Connection);
            context.Database.UseTransaction(Writer.Transaction);
            context.Subscriptions.Find(changed.Id);
            context.Entry(context.Subscriptions.Local.Single()).CurrentValues.SetValues(changed);
            context.SaveChanges();
        });
        Book.Changed(changed with { });
    }

    /// <summary>Removes a subscription as a host would, and tells the book.</summary>
    public void Unsubscribe(Subscription subscription)
    {
        Unstore(subscription);
        Book.Removed(subscription.Id);
    }

    /// <summary>Removes a subscription as a host would that ends before it could tell the book.</summary>
    public void Unstore(Subscription subscription) =>
        Writer.InTransaction(() => Execute($"DELETE FROM webhook WHERE id = {subscription.Id}"));

    public static OutboxMessage Message(string key, params long[] webhooks) => new()
    {
        Id = Guid.NewGuid(),
        OccurredMs = 1_450_210_818_000,
        AccountId = 123456,
        Type = "opened",
        OrderingKey = key,
        Data = Encoding.UTF8.GetBytes("{\"n\":1}"),
        WebhookIds = webhooks,
    };

    public static OutboxMessage Numbered(int number, string key, params long[] webhooks) =>
        Message(key, webhooks) with { Data = Encoding.UTF8.GetBytes($"{{\"n\":{number}}}") };

    /// <summary>Commits messages in one transaction.</summary>
    public bool Publish(params OutboxMessage[] messages)
    {
        var added = true;
        Writer.Publish(() => Array.ForEach(messages, m => added &= Outbox.Add(Writer, m)));
        return added;
    }

    public List<DeliveryRow> Deliveries()
    {
        using var connection = new SqliteConnection($"Data Source={CorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new RelayContext(connection);
        return context.Set<DeliveryRow>().AsNoTracking().OrderBy(d => d.Id).ToList();
    }

    /// <summary>All that was told, oldest first.</summary>
    public List<NoticeRow> Notices()
    {
        using var connection = new SqliteConnection($"Data Source={CorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new RelayContext(connection);
        return context.Set<NoticeRow>().AsNoTracking().OrderBy(n => n.Id).ToList();
    }

    public List<long> Events()
    {
        using var connection = new SqliteConnection($"Data Source={CorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new RelayContext(connection);
        return context.Set<EventRow>().AsNoTracking().Select(e => e.Id).Order().ToList();
    }

    /// <summary>Events that wait for a webhook without a delivery.</summary>
    public List<long> Spilled(long webhookId)
    {
        using var connection = new SqliteConnection($"Data Source={CorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new RelayContext(connection);
        return context.Set<SpilledRow>().AsNoTracking().Where(s => s.WebhookId == webhookId).Select(s => s.EventRow).Order().ToList();
    }

    /// <summary>Removes what was finished longer ago than 30 days by the clock, or is more than fits.</summary>
    public async Task<int> SweepAsync(long mostBytes = long.MaxValue)
    {
        using var sweep = new DeliverySweep(
            Retention(mostBytes), Databases, Writer, Time, NullLogger<DeliverySweep>.Instance);
        return await sweep.Sweep(CancellationToken.None);
    }

    public Subscription Stored(long id)
    {
        using var connection = new SqliteConnection($"Data Source={CorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new RelayContext(connection);
        return context.Subscriptions.AsNoTracking().Single(s => s.Id == id);
    }

    /// <summary>Waits until so many deliveries are in a state.</summary>
    public Task UntilAsync(DeliveryState state, int count = 1) =>
        Writer.UntilAsync(() => Deliveries().Count(d => d.State == state) >= count);

    /// <summary>Waits until a delivery has made so many attempts and their outcome is stored.</summary>
    public Task UntilAttemptsAsync(int attempts, int index = 0) =>
        Writer.UntilAsync(() => Deliveries()[index].Attempts >= attempts);

    /// <summary>Stops, so that all is written, and reads the log.</summary>
    public async Task<List<AttemptRow>> StopAndReadLogAsync()
    {
        await Dispatcher.StopAsync(CancellationToken.None);
        await Log.StopAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={LogPath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var context = new LogContext(connection);
        return context.Attempts.AsNoTracking().OrderBy(a => a.Id).ToList();
    }

    public async ValueTask DisposeAsync()
    {
        await StopRelayAsync();
        _folder.Delete(recursive: true);
    }

    private void OpenFiles()
    {
        var connection = new SqliteConnection($"Data Source={CorePath};Pooling=False");
        connection.Open();
        Writer = new TestWriter(connection);
        Execute("PRAGMA journal_mode = WAL");
    }

    private async Task StartRelayAsync()
    {
        var databases = Databases;
        Book = new SubscriptionBook();
        _handler = new GuardedHandler(new EgressPolicy(Settings), Settings);
        Log = new AttemptLog(Settings, databases, Time, NullLogger<AttemptLog>.Instance);
        Dispatcher = new DeliveryDispatcher(
            Book,
            Writer,
            new PlainProtector(),
            _handler,
            Log,
            Settings,
            databases,
            Time,
            NullLogger<DeliveryDispatcher>.Instance,
            dice: () => 0.5);
        Outbox = new Relay.Outbox.Outbox(Dispatcher, Time);
        Recovery = new DeliveryRecovery(Writer, Outbox, Dispatcher, Time);
        Writer.AfterCommit = Outbox.Committed;
        await Log.StartAsync(CancellationToken.None);
        await Dispatcher.StartAsync(CancellationToken.None);
        _drain = new SpillDrain(Outbox, Dispatcher, Book, Writer, databases, Time, NullLogger<SpillDrain>.Instance);
        await _drain.StartAsync(CancellationToken.None);
    }

    private static DeliveryRetention Retention(long mostBytes) => new(TimeSpan.FromDays(30), TimeSpan.FromHours(24), mostBytes);

    private async Task StopRelayAsync()
    {
        if (_watch is not null && _mails is not null)
        {
            await _watch.StopAsync(CancellationToken.None);
            await _mails.StopAsync(CancellationToken.None);
            _mails.Dispose();
            _watch = null;
        }

        await _drain.StopAsync(CancellationToken.None);
        await Dispatcher.StopAsync(CancellationToken.None);
        await Log.StopAsync(CancellationToken.None);
        Dispatcher.Dispose();
        Log.Dispose();
        _handler.Dispose();
        Writer.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = Writer.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
