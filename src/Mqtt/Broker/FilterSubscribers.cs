namespace EdgeRelay.Mqtt.Broker;

/// <summary>All who subscribed to one filter: each session by itself, and the shares, of which one member gets each message. For the router alone.</summary>
internal sealed class FilterSubscribers
{
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);

    public Dictionary<Session, Subscription> Single { get; } = [];

    public bool IsEmpty => Single.Count == 0 && _shares.Count == 0;

    /// <returns>Whether the session had none to this filter before.</returns>
    public bool Set(Subscription subscription)
    {
        if (subscription.Filter.Share is not { } name)
        {
            var known = Single.ContainsKey(subscription.Session);
            Single[subscription.Session] = subscription;
            return !known;
        }

        if (!_shares.TryGetValue(name, out var share))
        {
            _shares.Add(name, share = new Share());
        }

        return share.Set(subscription);
    }

    public void Remove(Session session, string? shareName)
    {
        if (shareName is null)
        {
            Single.Remove(session);
        }
        else if (_shares.TryGetValue(shareName, out var share) && share.Remove(session))
        {
            _shares.Remove(shareName);
        }
    }

    /// <summary>The member of each share whose turn it is.</summary>
    public void TakeTurns(List<Subscription> chosen)
    {
        foreach (var share in _shares.Values)
        {
            chosen.Add(share.Next());
        }
    }

    /// <summary>Members in order of joining; the turn goes round, past those who are not connected while somebody is.</summary>
    private sealed class Share
    {
        private readonly List<Subscription> _members = [];
        private int _turn;

        public bool Set(Subscription subscription)
        {
            var at = _members.FindIndex(m => m.Session == subscription.Session);
            if (at >= 0)
            {
                _members[at] = subscription;
                return false;
            }

            _members.Add(subscription);
            return true;
        }

        /// <returns>Whether nobody is left.</returns>
        public bool Remove(Session session)
        {
            _members.RemoveAll(m => m.Session == session);
            return _members.Count == 0;
        }

        public Subscription Next()
        {
            for (var ahead = 1; ahead <= _members.Count; ahead++)
            {
                var at = (_turn + ahead) % _members.Count;
                if (_members[at].Session.IsConnected)
                {
                    return _members[_turn = at];
                }
            }

            return _members[_turn = (_turn + 1) % _members.Count];
        }
    }
}
