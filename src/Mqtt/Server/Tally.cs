using System.Collections.Concurrent;

namespace EdgeRelay.Mqtt.Server;

/// <summary>Counts what is there for each key, up to a maximum. A key with nothing there costs nothing.</summary>
/// <param name="maximum">For each key; 0 is none, and then nothing is counted.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class Tally<TKey>(int maximum)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, int> _counts = new();

    /// <summary>How many keys have something there.</summary>
    public int Keys => _counts.Count;

    /// <param name="evenBeyond">Counts also beyond the maximum: for what will displace one that is there.</param>
    /// <returns>False at the maximum; then nothing was counted.</returns>
    public bool TryEnter(TKey key, bool evenBeyond = false)
    {
        if (maximum == 0 || _counts.AddOrUpdate(key, 1, static (_, count) => count + 1) <= maximum || evenBeyond)
        {
            return true;
        }

        Leave(key);
        return false;
    }

    public void Leave(TKey key)
    {
        if (maximum != 0 && _counts.AddOrUpdate(key, 0, static (_, count) => count - 1) == 0)
        {
            // Only if nobody has entered meanwhile.
            _counts.TryRemove(new KeyValuePair<TKey, int>(key, 0));
        }
    }
}
