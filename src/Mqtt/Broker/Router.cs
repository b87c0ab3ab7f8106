using System.Threading.Channels;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>
/// Brings each message to the sessions whose filters match it. One worker owns subscriptions and retained messages, so that neither needs a lock and all
/// subscribers see one order; publishers hand over and go on, however many subscribers there are.
/// </summary>
/// <remarks>
/// Handing over is thread-safe and never blocks. What is handed over and not yet routed is bounded by <see cref="MqttLimits.RoutedBytes"/>. Subscribing is
/// bounded by the connections: each has at most one SUBSCRIBE or UNSUBSCRIBE under way.
/// </remarks>
internal sealed class Router : IDisposable
{
    /// <summary>Messages routed before their subscribers are written to: a burst to one subscriber costs one write.</summary>
    private const int Burst = 64;

    private readonly MqttLimits _limits;
    private readonly ILogger _logger;
    private readonly BrokerMetrics _metrics;
    private readonly Channel<IRouterWork> _work = Channel.CreateUnbounded<IRouterWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TopicTree<FilterSubscribers> _filters = new();
    private readonly Dictionary<Session, Dictionary<string, Subscription>> _bySession = [];
    private readonly RetainedMessages _retained;

    /// <summary>What the server tells of itself takes nobody's room.</summary>
    private readonly RetainedMessages _status;
    private readonly List<FilterSubscribers> _matched = [];
    private readonly List<Subscription> _chosen = [];
    private readonly Dictionary<Session, Delivery> _deliveries = [];
    private readonly HashSet<Session> _offered = [];
    private readonly Task _worker;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitingBytes;
    private int _roomIsAwaited;
    private int _levels;
    private int _subscriptions;

    public Router(MqttLimits limits, TimeProvider clock, BrokerMetrics metrics, ILogger logger)
    {
        (_limits, _metrics, _logger) = (limits, metrics, logger);
        _retained = new RetainedMessages(limits.RetainedMessages, limits.RetainedBytes, limits.RetainedPerClient, clock);
        _status = new RetainedMessages(BrokerStatus.MostTopics, BrokerStatus.MostBytes, BrokerStatus.MostTopics, clock);
        _worker = Task.Run(Work);
    }

    /// <summary>Subscriptions of all sessions.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>Topics with a retained message.</summary>
    public int Retained => _retained.Count;

    /// <summary>Whether a message can matter to anybody, so that nobody copies one for nothing.</summary>
    public bool Wants(bool retain) => retain || Volatile.Read(ref _subscriptions) > 0;

    /// <returns>False when too much waits already.</returns>
    public bool TryRoute(BrokerMessage message)
    {
        if (Interlocked.Add(ref _waitingBytes, message.Size) > _limits.RoutedBytes)
        {
            Interlocked.Add(ref _waitingBytes, -message.Size);
            return false;
        }

        if (_work.Writer.TryWrite(new Route(message)))
        {
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -message.Size); // the server is shutting down
        return false;
    }

    /// <summary>Completes when it is worth trying <see cref="TryRoute"/> again.</summary>
    public Task WaitForRoom(CancellationToken cancellation)
    {
        var room = Volatile.Read(ref _room);
        Interlocked.Exchange(ref _roomIsAwaited, 1);
        return Volatile.Read(ref _waitingBytes) <= _limits.RoutedBytes / 2 ? Task.CompletedTask : room.Task.WaitAsync(cancellation);
    }

    /// <summary>Sets subscriptions and puts the retained messages that they ask for in line.</summary>
    /// <param name="asked">Lawful filters that the client may read.</param>
    /// <returns>A code for each: the QoS granted, or 0x97 at <see cref="MqttLimits.SubscriptionsPerSession"/>.</returns>
    public Task<byte[]> Subscribe(IReadOnlyList<Subscription> asked) => Post(new Subscribing(asked));

    /// <returns>A code for each: 0, or 0x11 when there was no such subscription.</returns>
    public Task<byte[]> Unsubscribe(Session session, IReadOnlyList<string> filters) => Post(new Unsubscribing(session, filters));

    /// <summary>The session has ended: its subscriptions end with it.</summary>
    public void Forget(Session session) => _work.Writer.TryWrite(new Forgetting(session));

    /// <summary>Takes nothing more. What waits is still routed.</summary>
    public void Dispose() => _work.Writer.TryComplete();

    private Task<byte[]> Post(Request request) =>
        _work.Writer.TryWrite(request) ? request.Answer : Task.FromException<byte[]>(new OperationCanceledException("The server is shutting down."));

    private async Task Work()
    {
        while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            for (var done = 0; done < Burst && _work.Reader.TryRead(out var work); done++)
            {
                try
                {
                    work.Run(this);
                }
                catch (Exception exception)
                {
                    // A fault of ours must not silence everybody else's subscriptions.
                    MqttLog.RouterFailed(_logger, exception);
                    work.Fail(exception);
                }
            }

            foreach (var session in _offered)
            {
                Pump(session);
            }

            _offered.Clear();
            if (Interlocked.Exchange(ref _roomIsAwaited, 0) == 1)
            {
                Interlocked.Exchange(ref _room, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
        }
    }

    private void Pump(Session session)
    {
        try
        {
            session.Pump();
        }
        catch (Exception exception)
        {
            MqttLog.RouterFailed(_logger, exception);
        }
    }

    private void RouteNow(BrokerMessage message)
    {
        Interlocked.Add(ref _waitingBytes, -message.Size);
        if (message.Retain && !(message.Publisher == BrokerStatus.Root ? _status : _retained).Keep(message))
        {
            _metrics.Dropped(BrokerDrop.RetainedFull);
        }

        _matched.Clear();
        _filters.Matching(message.Topic, _matched);
        _deliveries.Clear();
        foreach (var subscribers in _matched)
        {
            foreach (var subscription in subscribers.Single.Values)
            {
                Choose(subscription, message);
            }

            // A share's message is its own: it is not merged with what the same session gets by another filter (MQTT 5.0, section 4.8.2).
            _chosen.Clear();
            subscribers.TakeTurns(_chosen);
            foreach (var subscription in _chosen)
            {
                Offer(subscription.Session, message, Delivery.Of(subscription, message));
            }
        }

        foreach (var (session, delivery) in _deliveries)
        {
            Offer(session, message, delivery);
        }

        _metrics.Routed(_deliveries.Count);
    }

    /// <summary>Overlapping filters of a session make one message: highest QoS, all identifiers (MQTT 5.0, section 3.3.4).</summary>
    private void Choose(Subscription subscription, BrokerMessage message)
    {
        if (subscription.NoLocal && subscription.Session.Identity == message.Publisher)
        {
            return;
        }

        var own = Delivery.Of(subscription, message);
        _deliveries[subscription.Session] = _deliveries.TryGetValue(subscription.Session, out var other) ? other.With(own) : own;
    }

    private void Offer(Session session, BrokerMessage message, in Delivery delivery)
    {
        session.Offer(new QueuedMessage(message, delivery.Qos, delivery.Retain, delivery.Identifiers));
        _offered.Add(session);
    }

    private byte[] SubscribeNow(IReadOnlyList<Subscription> asked)
    {
        var codes = new byte[asked.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = SubscribeNow(asked[i]);
        }

        return codes;
    }

    private byte SubscribeNow(Subscription subscription)
    {
        var session = subscription.Session;
        if (session.IsOver)
        {
            return (byte)ReasonCode.SessionTakenOver; // nobody reads the answer
        }

        if (!_bySession.TryGetValue(session, out var own))
        {
            _bySession.Add(session, own = new(StringComparer.Ordinal));
        }

        var levels = subscription.Filter.Levels;
        if (!own.ContainsKey(subscription.Filter.Whole))
        {
            if (own.Count >= _limits.SubscriptionsPerSession || _levels + levels > _limits.SubscribedLevels)
            {
                return (byte)ReasonCode.QuotaExceeded;
            }

            _levels += levels;
        }

        var filter = subscription.Filter.Filter;
        if (_filters.Find(filter) is not { } subscribers)
        {
            _filters.Set(filter, subscribers = new FilterSubscribers());
        }

        var isNew = subscribers.Set(subscription);
        own[subscription.Filter.Whole] = subscription;
        Interlocked.Add(ref _subscriptions, isNew ? 1 : 0);
        if (subscription.Filter.Share is null && (subscription.RetainHandling == 0 || (subscription.RetainHandling == 1 && isNew)))
        {
            foreach (var message in _retained.Under(filter).Concat(_status.Under(filter)))
            {
                Offer(session, message, Delivery.Of(subscription, message) with { Retain = true });
            }
        }

        return (byte)subscription.Qos;
    }

    private byte[] UnsubscribeNow(Session session, IReadOnlyList<string> filters)
    {
        const byte NoSubscriptionExisted = 0x11;
        var codes = new byte[filters.Count];
        var own = _bySession.GetValueOrDefault(session);
        for (var i = 0; i < codes.Length; i++)
        {
            if (own is null || !own.Remove(filters[i], out var subscription))
            {
                codes[i] = NoSubscriptionExisted;
                continue;
            }

            Remove(subscription);
        }

        return codes;
    }

    private void ForgetNow(Session session)
    {
        if (_bySession.Remove(session, out var own))
        {
            foreach (var subscription in own.Values)
            {
                Remove(subscription);
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        var filter = subscription.Filter;
        _levels -= filter.Levels;
        Interlocked.Decrement(ref _subscriptions);
        if (_filters.Find(filter.Filter) is { } subscribers)
        {
            subscribers.Remove(subscription.Session, filter.Share);
            if (subscribers.IsEmpty)
            {
                _filters.Remove(filter.Filter);
            }
        }
    }

    /// <summary>How one session gets a message.</summary>
    private readonly record struct Delivery(QualityOfService Qos, bool Retain, uint[]? Identifiers)
    {
        public static Delivery Of(Subscription subscription, BrokerMessage message) => new(
            subscription.Qos < message.Qos ? subscription.Qos : message.Qos,
            subscription.RetainAsPublished && message.Retain,
            subscription.Identifier == 0 ? null : [subscription.Identifier]);

        public Delivery With(in Delivery other) => new(
            other.Qos > Qos ? other.Qos : Qos,
            Retain || other.Retain,
            Identifiers is null ? other.Identifiers : other.Identifiers is null ? Identifiers : [.. Identifiers, .. other.Identifiers]);
    }

    private interface IRouterWork
    {
        void Run(Router router);

        void Fail(Exception exception);
    }

    private sealed class Route(BrokerMessage message) : IRouterWork
    {
        public void Run(Router router) => router.RouteNow(message);

        public void Fail(Exception exception)
        {
            // Nobody waits for it.
        }
    }

    private sealed class Forgetting(Session session) : IRouterWork
    {
        public void Run(Router router) => router.ForgetNow(session);

        public void Fail(Exception exception)
        {
            // Nobody waits for it.
        }
    }

    private abstract class Request : IRouterWork
    {
        private readonly TaskCompletionSource<byte[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<byte[]> Answer => _answer.Task;

        public void Run(Router router) => _answer.SetResult(Codes(router));

        public void Fail(Exception exception) => _answer.TrySetException(exception);

        protected abstract byte[] Codes(Router router);
    }

    private sealed class Subscribing(IReadOnlyList<Subscription> asked) : Request
    {
        protected override byte[] Codes(Router router) => router.SubscribeNow(asked);
    }

    private sealed class Unsubscribing(Session session, IReadOnlyList<string> filters) : Request
    {
        protected override byte[] Codes(Router router) => router.UnsubscribeNow(session, filters);
    }
}
