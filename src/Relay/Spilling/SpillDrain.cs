using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Spilling;

/// <summary>
/// Brings spilled events back into the line of their webhook, piece by piece, whenever that has become short; and gives up what is spilled for a
/// webhook that was deleted. It works when the sender tells of room: nothing is polled.
/// </summary>
public sealed class SpillDrain : IHostedService
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Outbox.Outbox _outbox;
    private readonly DeliveryDispatcher _dispatcher;
    private readonly SubscriptionBook _book;
    private readonly IWriteQueue _writer;
    private readonly RelayDatabases _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<SpillDrain> _logger;
    private volatile bool _stopping;

    public SpillDrain(
        Outbox.Outbox outbox,
        DeliveryDispatcher dispatcher,
        SubscriptionBook book,
        IWriteQueue writer,
        RelayDatabases databases,
        TimeProvider time,
        ILogger<SpillDrain> logger) =>
        (_outbox, _dispatcher, _book, _writer, _databases, _time, _logger) = (outbox, dispatcher, book, writer, databases, time, logger);

    /// <summary>Goes on where it stopped. The dispatcher must have started.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _book.Turned += OnTurned;
        _dispatcher.RoomForSpilled += Drain;
        _dispatcher.LookForRoom();
        foreach (var webhookId in Ownerless())
        {
            GiveUp(webhookId); // deleted, but a crash came before what was spilled for it was cancelled
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _dispatcher.RoomForSpilled -= Drain;
        _book.Turned -= OnTurned;
        return Task.CompletedTask;
    }

    private void OnTurned(long webhookId, Subscription? webhook)
    {
        if (webhook is null)
        {
            GiveUp(webhookId);
        }
    }

    private void Drain(long webhookId, int room) => Submit(new DrainWork(_outbox, webhookId, room, Committed, Failed));

    /// <summary>The same, as much as there is: of a webhook that is gone, what is drained is cancelled.</summary>
    private void GiveUp(long webhookId) => Drain(webhookId, DrainWork.MostEvents);

    private void Submit(DrainWork work)
    {
        if (!_stopping)
        {
            _writer.Submit(work);
        }
    }

    private void Committed(DrainWork work)
    {
        if (_book.Find(work.WebhookId) is not null)
        {
            _dispatcher.EndDrain(work.WebhookId);
        }
        else if (work.Left > 0)
        {
            GiveUp(work.WebhookId);
        }
    }

    private void Failed(DrainWork work, Exception error)
    {
        RelayLog.DrainFailed(_logger, work.WebhookId, error);
        _ = SubmitLaterAsync(work);
    }

    private async Task SubmitLaterAsync(DrainWork work)
    {
        await Task.Delay(AgainAfter, _time).ConfigureAwait(false);
        Submit(work);
    }

    /// <summary>Webhooks that are gone while something is spilled for them.</summary>
    private List<long> Ownerless()
    {
        using var connection = new SqliteConnection(_databases.CoreReadOnly);
        connection.Open();
        using var spilled = new RawStatement(
            connection, "SELECT DISTINCT webhook_id FROM spilled WHERE NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.id = spilled.webhook_id)");
        var found = new List<long>();
        while (spilled.Read())
        {
            found.Add(spilled.Number(0));
        }

        return found;
    }
}
