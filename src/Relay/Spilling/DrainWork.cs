using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Spilling;

/// <summary>Makes deliveries of some spilled events of a webhook: a piece that is small enough for fresh messages not to wait long behind it.</summary>
/// <param name="room">Deliveries that the webhook's line may still take.</param>
/// <param name="committed">Told on the writer's thread; must not block.</param>
/// <param name="failed">Told when it could not be written; hands it in again later.</param>
internal sealed class DrainWork(Outbox.Outbox outbox, long webhookId, int room, Action<DrainWork> committed, Action<DrainWork, Exception> failed)
    : IWriteWork
{
    /// <summary>Events of one piece: some milliseconds of the writer's time.</summary>
    public const int MostEvents = 500;

    public long WebhookId => webhookId;

    /// <summary>Events that are still spilled.</summary>
    public long Left { get; private set; }

    public void Write(IWriteSession session) => Left = outbox.Drain(session, webhookId, Math.Min(room, MostEvents));

    public void Committed() => committed(this);

    public void Failed(Exception error) => failed(this, error);
}
