using System.Diagnostics;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// A client of its own for each client certificate: connections that show a certificate must serve nobody else. Those that were not used for a
/// while are let go when a new one comes; their idle connections close by themselves. Thread-safe.
/// </summary>
internal sealed class IdentityClients(Func<ClientIdentity, HttpMessageInvoker> create) : IDisposable
{
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

    public HttpMessageInvoker For(ClientIdentity identity)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(identity.Key, out var entry))
            {
                LetGo();
                _byKey[identity.Key] = entry = new Entry(create(identity));
            }

            entry.UsedAt = Stopwatch.GetTimestamp();
            return entry.Client;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _byKey.Values)
            {
                entry.Client.Dispose();
            }

            _byKey.Clear();
        }
    }

    /// <summary>Not disposed: a request that is under way keeps its client.</summary>
    private void LetGo()
    {
        foreach (var (key, _) in _byKey.Where(e => Stopwatch.GetElapsedTime(e.Value.UsedAt) > Unused).ToArray())
        {
            _byKey.Remove(key);
        }
    }

    private sealed class Entry(HttpMessageInvoker client)
    {
        public HttpMessageInvoker Client => client;

        public long UsedAt { get; set; }
    }
}
