using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Notes every ten seconds, through the one writer, that the gateway listens. A mark that cannot be committed is none: while the disk is full
/// nothing is acknowledged either, so that time counts as an outage like one in which the process was gone.
/// </summary>
internal sealed partial class ListeningMarks : BackgroundService
{
    /// <summary>So much of an outage's beginning is unknown at most; and a gateway that is idle syncs its disk so often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Listening _listening;
    private readonly IWriteQueue _queue;
    private readonly TimeProvider _clock;
    private readonly ILogger<ListeningMarks> _logger;

    // Of the newest outage in the store, Unix ms. Writer's thread only.
    private long _storedFromMs = long.MinValue;

    public ListeningMarks(Listening listening, IWriteQueue queue, TimeProvider clock, ILogger<ListeningMarks> logger)
    {
        _listening = listening;
        _queue = queue;
        _clock = clock;
        _logger = logger;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryMark(cancellationToken);
    }

    /// <summary>Completes when the mark is committed.</summary>
    internal Task Mark(CancellationToken cancellation)
    {
        var mark = new Work(this);
        _queue.Submit(mark);
        return mark.Done.WaitAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            await TryMark(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryMark(CancellationToken cancellation)
    {
        try
        {
            await Mark(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A note that could not be made must not end the gateway; what cannot be trusted any more ends it elsewhere.
            MarkFailed(_logger, error);
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "That the gateway listens could not be noted; silent vehicles are judged when it can")]
    private static partial void MarkFailed(ILogger logger, Exception error);

    private sealed class Work(ListeningMarks marks) : IWriteWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _nowMs;
        private Outage[] _outages = [];

        public Task Done => _done.Task;

        public void Write(IWriteSession session)
        {
            // Of the moment of writing: the work waits in the queue while the store takes nothing.
            _nowMs = marks._clock.GetUtcNow().ToUnixTimeMilliseconds();
            _outages = marks._listening.OutagesAt(_nowMs);
            session.Prepared(CoreStatements.On).SetMeta(MetaRow.ListeningUntilMs, _nowMs);
            foreach (var outage in _outages)
            {
                if (outage.FromMs > marks._storedFromMs)
                {
                    Store(session, outage);
                }
            }
        }

        public void Committed()
        {
            marks._storedFromMs = _outages.Length > 0 ? _outages[^1].FromMs : marks._storedFromMs;
            marks._listening.Mark(_nowMs);
            _done.TrySetResult();
        }

        public void Failed(Exception error) => _done.TrySetException(error);

        private static void Store(IWriteSession session, Outage outage)
        {
            using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            command.CommandText =
                """
                INSERT OR IGNORE INTO outage (from_ms, until_ms) VALUES ($from, $until);
                DELETE FROM outage WHERE from_ms NOT IN (SELECT from_ms FROM outage ORDER BY from_ms DESC LIMIT $most)
                """;
            command.Parameters.AddWithValue("$from", outage.FromMs);
            command.Parameters.AddWithValue("$until", outage.UntilMs);
            command.Parameters.AddWithValue("$most", Listening.MostOutages);
            command.ExecuteNonQuery();
        }
    }
}
