using System.Collections.Concurrent;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>All subscriptions as Relay knows them now. The host tells it of each change after the commit. Thread-safe.</summary>
public sealed class SubscriptionBook
{
    private readonly ConcurrentDictionary<long, Subscription> _byId = new();

    /// <summary>All of them, as they are at the moment of each step.</summary>
    internal IEnumerable<Subscription> All => _byId.Select(s => s.Value);

    /// <summary>Raised after a change, with the new subscription; null when it was removed.</summary>
    internal event Action<long, Subscription?>? Turned;

    /// <summary>The subscription was created or edited: messages that waited for it go out if it may send now.</summary>
    public void Changed(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        _byId[subscription.Id] = subscription;
        Turned?.Invoke(subscription.Id, subscription);
    }

    /// <summary>The subscription was deleted: what waits for it is cancelled.</summary>
    public void Removed(long id)
    {
        _byId.TryRemove(id, out _);
        Turned?.Invoke(id, null);
    }

    /// <summary>The subscription with what Relay itself found out about it (hold, latest status).</summary>
    public Subscription? Find(long id) => _byId.GetValueOrDefault(id);
}
