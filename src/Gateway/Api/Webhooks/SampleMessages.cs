using System.Security.Cryptography;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Rules;
using Microsoft.Data.Sqlite;
using EventId = EdgeRelay.Rules.Events.EventId;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Queues messages with sample data: they take the same way as any other.</summary>
internal sealed class SampleMessages(IWriteQueue queue, IOutbox outbox, TimeProvider clock)
{
    /// <summary>Queues one message; completes when it is committed.</summary>
    /// <param name="trigger">What the sample event is an example of.</param>
    /// <returns>The event's id and the delivery's number.</returns>
    public Task<(Guid EventId, long DeliveryNumber)> Queue(Subscription webhook, Trigger trigger, DeliveryOrigin origin)
    {
        // Received just now, as it were: a receiver may refuse what comes from the future.
        var at = Instant.From(clock.GetUtcNow()).PlusSeconds(-SampleEvents.OnTheWaySeconds);
        var found = SampleEvents.For(trigger.Detection, webhook.AccountId, NewId(), at);
        var work = new Sample(outbox, new OutboxMessage
        {
            Id = found.Id.ToGuid(),
            OccurredMs = found.OccurredAt.UnixMilliseconds,
            AccountId = webhook.AccountId,
            Type = found.Detection.Type,
            OrderingKey = found.Vehicle.Key.VehicleId,
            Data = EventPayload.Render(found, SampleEvents.Context, isTest: true),
            Origin = origin,
            WebhookIds = [webhook.Id],
        });
        queue.Submit(work);
        return work.Task;
    }

    /// <summary>Random, because each test is an event of its own; marked as version 8 like every event id (RFC 9562).</summary>
    private static EventId NewId()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return EventId.FromBytes(bytes);
    }

    private sealed class Sample(IOutbox outbox, OutboxMessage message) : IWriteWork
    {
        // Continuations must not run on the writer's thread.
        private readonly TaskCompletionSource<(Guid, long)> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _number;

        public Task<(Guid EventId, long DeliveryNumber)> Task => _done.Task;

        public void Write(IWriteSession session)
        {
            outbox.Add(session, message);
            using var newest = new SqliteCommand("SELECT MAX(id) FROM delivery", session.Connection, session.Transaction);
            _number = (long)newest.ExecuteScalar()!;
        }

        public void Committed() => _done.TrySetResult((message.Id, _number));

        public void Failed(Exception error) => _done.TrySetException(error);
    }
}
