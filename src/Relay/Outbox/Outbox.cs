using System.Runtime.InteropServices;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Outbox;

/// <summary>
/// Writes events and deliveries inside the host's transaction and hands them on after its commit. Row numbers and sequences come
/// from counters in memory, read from the database at first use and again after a rollback, so that nothing is queried per message.
/// </summary>
/// <remarks>Used on the writer's thread only.</remarks>
public sealed partial class Outbox : IOutbox
{
    private readonly DeliveryDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly Dictionary<long, WebhookTail> _tails = [];
    private readonly List<WebhookTail> _changed = [];
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
            var tail = Change(session, message.WebhookIds[i]);
            if (message.Origin == DeliveryOrigin.Live && MustSpill(tail))
            {
                Spill(session, tail, _lastEvent);
            }
            else
            {
                AddDelivery(statements, stored, message.Data, tail, now);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public long AddAgain(IWriteSession session, in StoredMessage message, long webhookId)
    {
        ArgumentNullException.ThrowIfNull(session);
        // The body is read again when it is sent: what is sent again may be much at once.
        AddDelivery(Begin(session), message, data: null, Change(session, webhookId), _time.GetUtcNow().ToUnixTimeMilliseconds());
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
        foreach (var tail in _changed)
        {
            (tail.Fresh, tail.IsChanged) = (0, false);
            if (tail.SpilledTold != tail.Spilled)
            {
                tail.SpilledTold = tail.Spilled;
                _dispatcher.SetSpilled(tail.WebhookId, tail.Spilled);
            }
        }

        _changed.Clear();
    }

    /// <inheritdoc/>
    public void RolledBack()
    {
        _fresh.Clear();
        _tails.Clear();
        _changed.Clear();
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

    /// <summary>The end of a webhook's line, which is about to change.</summary>
    private WebhookTail Change(IWriteSession session, long webhookId)
    {
        if (!_tails.TryGetValue(webhookId, out var tail))
        {
            var sequence = session.Prepared(static connection => new OutboxStatements(connection)).LastSequence(webhookId);
            tail = new WebhookTail(webhookId, sequence, SpillOf(session).Count(webhookId));
            _tails.Add(webhookId, tail);
        }

        if (!tail.IsChanged)
        {
            tail.IsChanged = true;
            _changed.Add(tail);
        }

        return tail;
    }

    private void AddDelivery(
        OutboxStatements statements, in StoredMessage message, ReadOnlyMemory<byte>? data, WebhookTail tail, long enqueuedMs)
    {
        InsertDelivery(statements, message, tail, enqueuedMs, DeliveryState.Pending, finishedMs: null);
        tail.Fresh++;
        _fresh.Add(new QueuedDelivery
        {
            Id = _lastDelivery,
            WebhookId = tail.WebhookId,
            EventRow = message.EventRow,
            ReplaceKey = message.ReplaceKey,
            EventId = message.Id,
            OrderingKey = message.OrderingKey,
            Type = message.Type,
            Origin = message.Origin,
            Sequence = tail.Sequence,
            EnqueuedMs = enqueuedMs,
            OccurredMs = message.OccurredMs,
            Data = data,
            DataBytes = message.DataBytes,
        });
    }

    private void InsertDelivery(
        OutboxStatements statements, in StoredMessage message, WebhookTail tail, long enqueuedMs, DeliveryState state, long? finishedMs)
    {
        statements.InsertDelivery(_lastDelivery + 1, tail.WebhookId, tail.Sequence + 1, message, enqueuedMs, state, finishedMs);
        _lastDelivery++;
        tail.Sequence++;
    }
}
