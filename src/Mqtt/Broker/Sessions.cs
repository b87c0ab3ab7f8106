using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Broker;

/// <summary>
/// The sessions by identity: begun or resumed at CONNECT, ended by their expiry. At most <see cref="MqttLimits.Sessions"/> outlive their connection;
/// beyond it a new session ends with its connection, and CONNACK says so. Sessions are in memory: a restart of the server ends them.
/// </summary>
/// <remarks>Thread-safe by one lock that is held for moments; wills are published and subscriptions forgotten outside of it.</remarks>
/// <param name="isCurrent">Whether a connection is still the one that its identity has.</param>
/// <param name="ended">Told of each session that is over.</param>
internal sealed class Sessions(
    MqttLimits limits, TimeProvider clock, BrokerMetrics metrics, Func<string, ISessionPeer, bool> isCurrent, Action<Session> ended)
{
    private readonly QueueBudget _budget = new(limits.AllQueuedBytes);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _byIdentity = new(StringComparer.Ordinal);
    private readonly HashSet<Session> _away = [];
    private int _lasting;

    /// <summary>Begins a session, or resumes the one that the identity has.</summary>
    /// <param name="owner">The connection that has it from now on.</param>
    /// <param name="expirySeconds">What the client asks for; the session's <see cref="Session.ExpirySeconds"/> is what it gets.</param>
    /// <param name="present">Whether an earlier session goes on.</param>
    /// <returns>Null when a newer connection has taken over meanwhile: it must not find its session in other hands.</returns>
    public Session? Open(string identity, ISessionPeer owner, bool cleanStart, uint expirySeconds, out bool present)
    {
        Session session;
        Session? replaced = null;
        lock (_gate)
        {
            if (!isCurrent(identity, owner))
            {
                present = false;
                return null;
            }

            present = _byIdentity.TryGetValue(identity, out var known) && !cleanStart;
            if (known is not null && cleanStart)
            {
                Forget(replaced = known);
            }

            session = present ? known! : new Session(identity, limits, clock, metrics, _budget);
            _byIdentity[identity] = session;
            session.Owner = owner;
            _away.Remove(session);
            if (present)
            {
                session.Will = null;
            }

            SetExpiry(session, expirySeconds);
        }

        if (replaced is not null)
        {
            End(replaced);
        }

        return session;
    }

    /// <summary>The client may change at DISCONNECT how long its session lasts.</summary>
    public void Change(Session session, uint expirySeconds)
    {
        lock (_gate)
        {
            SetExpiry(session, expirySeconds);
        }
    }

    /// <summary>A connection of the session has gone.</summary>
    /// <param name="delaySeconds">Will Delay Interval; the will comes when it or the session is over, whichever is first.</param>
    /// <param name="will">Publishes the client's will; null when there is none.</param>
    public void Leave(Session session, ISessionPeer owner, uint delaySeconds, Action? will)
    {
        bool ends;
        lock (_gate)
        {
            ends = !session.IsOver && session.Owner == owner && session.ExpirySeconds == 0;
            if (ends)
            {
                Forget(session);
            }
            else if (!session.IsOver && session.Owner != owner)
            {
                // The client is back already: its session goes on, and a will that would have waited is not wanted.
                will = delaySeconds > 0 ? null : will;
            }
            else if (!session.IsOver)
            {
                session.DisconnectedAt = clock.GetTimestamp();
                _away.Add(session);
                if (will is not null && delaySeconds > 0)
                {
                    session.Will = new DelayedWill(After(Math.Min(delaySeconds, session.ExpirySeconds)), will);
                    will = null;
                }
            }
        }

        if (ends)
        {
            End(session);
        }

        will?.Invoke();
    }

    /// <summary>Ends what has expired and publishes the wills whose delay is over. Called now and then.</summary>
    public void Sweep()
    {
        var now = clock.GetTimestamp();
        List<Session>? over = null;
        List<DelayedWill>? due = null;
        lock (_gate)
        {
            foreach (var session in _away)
            {
                if (session.Will is { } will && will.DueAt <= now)
                {
                    session.Will = null;
                    (due ??= []).Add(will);
                }

                if (clock.GetElapsedTime(session.DisconnectedAt, now).TotalSeconds >= session.ExpirySeconds)
                {
                    (over ??= []).Add(session);
                }
            }

            over?.ForEach(Forget);
        }

        due?.ForEach(will => will.Publish());
        over?.ForEach(End);
    }

    private void End(Session session)
    {
        session.End();
        ended(session);
        session.Will?.Publish();
        session.Will = null;
    }

    private void Forget(Session session)
    {
        session.IsOver = true;
        _byIdentity.Remove(session.Identity);
        _away.Remove(session);
        _lasting -= session.ExpirySeconds > 0 ? 1 : 0;
    }

    private void SetExpiry(Session session, uint seconds)
    {
        var before = session.ExpirySeconds;
        session.ExpirySeconds = before == 0 && _lasting >= limits.Sessions ? 0 : Math.Min(seconds, (uint)limits.SessionExpiryMaximumSeconds);
        _lasting += (session.ExpirySeconds > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    }

    private long After(uint seconds) => clock.GetTimestamp() + (seconds * clock.TimestampFrequency);
}
