namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Bounds how often one URL is asked for its proof, so that the check is no tool to pester others with. Thread-safe.</summary>
internal sealed class CheckBudget(TimeProvider clock)
{
    /// <summary>Checks of one URL by one account within an hour.</summary>
    public const int PerHour = 10;

    /// <summary>URLs that are remembered. Beyond it those that were not asked within the hour go; if none did, no further URL is asked.</summary>
    public const int MostUrls = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(long Account, string Url), Queue<DateTimeOffset>> _asked = [];

    /// <returns>False when the URL must not be asked now.</returns>
    public bool TryTake(long account, string url)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_asked.TryGetValue((account, url), out var times))
            {
                if (_asked.Count >= MostUrls && !Forget(now))
                {
                    return false;
                }

                _asked[(account, url)] = times = [];
            }

            while (times.TryPeek(out var oldest) && now - oldest >= Window)
            {
                times.Dequeue();
            }

            if (times.Count >= PerHour)
            {
                return false;
            }

            times.Enqueue(now);
            return true;
        }
    }

    private bool Forget(DateTimeOffset now)
    {
        foreach (var old in _asked.Where(a => a.Value.All(t => now - t >= Window)).Select(a => a.Key).ToArray())
        {
            _asked.Remove(old);
        }

        return _asked.Count < MostUrls;
    }
}
