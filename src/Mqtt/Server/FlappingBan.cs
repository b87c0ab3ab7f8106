namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Refuses a client for a while when it connects again and again: two devices with one identity, or one that fails at its first message, would keep the
/// endpoint busy with nothing else. Counted is who has proved who it is, so that a stranger can ban nobody.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FlappingBan(MqttLimits limits, TimeProvider clock)
{
    /// <summary>Identities watched at a time, some 20 MB; beyond it a new one is not watched until an older one's time is over.</summary>
    internal const int MostWatched = 131_072;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watch> _watched = new(StringComparer.Ordinal);
    private long _sweptAt = clock.GetTimestamp();

    public int Watched
    {
        get
        {
            lock (_gate)
            {
                return _watched.Count;
            }
        }
    }

    /// <summary>A client has connected.</summary>
    /// <param name="begins">Whether it is banned from now on, which is worth a line in the log.</param>
    /// <returns>False when it is banned.</returns>
    public bool Allows(string identity, out bool begins)
    {
        begins = false;
        if (limits.FlappingConnects == 0)
        {
            return true;
        }

        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (!_watched.TryGetValue(identity, out var watch) || watch.IsOver(now))
            {
                if (HasRoom(now))
                {
                    _watched[identity] = new Watch(1, Until(now, limits.FlappingWindowSeconds), IsBanned: false);
                }

                return true;
            }

            if (watch.IsBanned)
            {
                return false;
            }

            begins = watch.Connects >= limits.FlappingConnects;
            _watched[identity] = begins
                ? new Watch(0, Until(now, limits.FlappingBanSeconds), IsBanned: true)
                : watch with { Connects = watch.Connects + 1 };
            return !begins;
        }
    }

    /// <summary>Its last connect does not count: it was the server that could not go on.</summary>
    public void Forgive(string identity)
    {
        lock (_gate)
        {
            if (_watched.TryGetValue(identity, out var watch) && watch is { IsBanned: false, Connects: > 0 })
            {
                _watched[identity] = watch with { Connects = watch.Connects - 1 };
            }
        }
    }

    /// <summary>When it is full it looks for those whose time is over, at most once a second: it looks at all.</summary>
    private bool HasRoom(long now)
    {
        if (_watched.Count < MostWatched)
        {
            return true;
        }

        if (clock.GetElapsedTime(_sweptAt, now).TotalSeconds >= 1)
        {
            _sweptAt = now;
            foreach (var (identity, watch) in _watched)
            {
                if (watch.IsOver(now))
                {
                    _watched.Remove(identity);
                }
            }
        }

        return _watched.Count < MostWatched;
    }

    private long Until(long now, int seconds) => now + (seconds * clock.TimestampFrequency);

    private readonly record struct Watch(int Connects, long Until, bool IsBanned)
    {
        public bool IsOver(long now) => now >= Until;
    }
}
