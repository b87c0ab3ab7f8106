using System.Collections.Concurrent;
using EdgeRelay.Mqtt.Broker;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Who is connected. Takeover is one exchange in a table: the newcomer never waits for the one it displaces, and nothing is locked or awaited that
/// another client needs.
/// </summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<MqttConnection, byte> _open = new();
    private readonly ConcurrentDictionary<string, MqttConnection> _byIdentity = new(StringComparer.Ordinal);

    /// <summary>All that hold a socket, in no order.</summary>
    public IEnumerable<KeyValuePair<MqttConnection, byte>> Open => _open;

    /// <summary>Clients that are connected.</summary>
    public int Clients => _byIdentity.Count;

    /// <summary>Whether somebody has the identity now.</summary>
    public bool Has(string identity) => _byIdentity.ContainsKey(identity);

    public void Add(MqttConnection connection) => _open.TryAdd(connection, 0);

    public void Remove(MqttConnection connection) => _open.TryRemove(connection, out _);

    /// <returns>The connection that had the identity until now, if any: to be told.</returns>
    public MqttConnection? Claim(string identity, MqttConnection connection)
    {
        while (true)
        {
            if (_byIdentity.TryAdd(identity, connection))
            {
                return null;
            }

            if (_byIdentity.TryGetValue(identity, out var former) && _byIdentity.TryUpdate(identity, connection, former))
            {
                return former;
            }
        }
    }

    /// <summary>Whether the connection is the one that the identity has.</summary>
    public bool IsCurrent(string identity, ISessionPeer connection) => _byIdentity.TryGetValue(identity, out var current) && current == connection;

    public void Release(string identity, MqttConnection connection) =>
        _byIdentity.TryRemove(new KeyValuePair<string, MqttConnection>(identity, connection));
}
