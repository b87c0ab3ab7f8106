using System.Runtime.InteropServices;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Outbox;

/// <summary>
/// Writes events and deliveries inside the host's transaction and hands them on after its commit. Row numbers and sequences come
/// from counters in memory, read from the database at first use and again after a rollback, so that nothing is queried per message.
/// </summary>
/// <remarks>Used on the writer's thread only.</remarks>
public sealed class Outbox : IOutbox
{
    private readonly DeliveryDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly Dictionary<long, long> _sequences = [];
    private readonly List<QueuedDelivery> _fresh = [];
    private long _lastEvent = -1;
    private long _lastDelivery = -1;

    public Outbox(DeliveryDispatcher dispatcher, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(time);
        _dispatcher = dispatcher;
        _time = time;
    }

    /// <inheritdoc/>
    public bool Add(IWriteSession session, OutboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(message);
        var statements = Begin(session);
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!statements.InsertEvent(_lastEvent + 1, message, now))
        {
            statements.Reinstate(new EventKey(message.Id, message.OccurredMs));
            return false;
        }

        _lastEvent++;
        var stored = new StoredMessage(
            _lastEvent, message.Id, message.OccurredMs, message.OrderingKey, message.Type, message.Origin, message.Data.Length, message.ReplaceKey);
        for (var i = 0; i < message.WebhookIds.Count; i++)
        {
            AddDelivery(statements, stored, message.Data, message.WebhookIds[i], now);
        }

        return true;
    }

    /// <inheritdoc/>
    public long AddAgain(IWriteSession session, in StoredMessage message, long webhookId)
    {
        ArgumentNullException.ThrowIfNull(session);
        // The body is read again when it is sent: what is sent again may be much at once.
        AddDelivery(Begin(session), message, data: null, webhookId, _time.GetUtcNow().ToUnixTimeMilliseconds());
        return _lastDelivery;
    }

    /// <inheritdoc/>
    public void Supersede(IWriteSession session, EventKey superseded)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Prepared(static connection => new OutboxStatements(connection))
            .Supersede(superseded, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <inheritdoc/>
    public void Committed()
    {
        _dispatcher.Enqueue(CollectionsMarshal.AsSpan(_fresh));
        _fresh.Clear();
    }

    /// <inheritdoc/>
    public void RolledBack()
    {
        _fresh.Clear();
        _sequences.Clear();
        _lastEvent = -1;
    }

    private OutboxStatements Begin(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new OutboxStatements(connection));
        if (_lastEvent < 0)
        {
            _lastEvent = statements.LastEvent();
            _lastDelivery = statements.LastDelivery();
        }

        return statements;
    }

    private void AddDelivery(
        OutboxStatements statements, in StoredMessage message, ReadOnlyMemory<byte>? data, long webhookId, long now)
    {
        ref var sequence = ref CollectionsMarshal.GetValueRefOrAddDefault(_sequences, webhookId, out var known);
        if (!known)
        {
            sequence = statements.LastSequence(webhookId);
        }

        statements.InsertDelivery(_lastDelivery + 1, webhookId, sequence + 1, message, now);
        _lastDelivery++;
        sequence++;
        _fresh.Add(new QueuedDelivery
        {
            Id = _lastDelivery,
            WebhookId = webhookId,
            EventRow = message.EventRow,
            ReplaceKey = message.ReplaceKey,
            EventId = message.Id,
            OrderingKey = message.OrderingKey,
            Type = message.Type,
            Origin = message.Origin,
            Sequence = sequence,
            EnqueuedMs = now,
            OccurredMs = message.OccurredMs,
            Data = data,
            DataBytes = message.DataBytes,
        });
    }
}
