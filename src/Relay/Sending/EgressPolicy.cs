using System.Net;

namespace EdgeRelay.Relay.Sending;

/// <summary>What may be connected to: addresses, ports, and not the host's own listeners. Thread-safe.</summary>
public sealed class EgressPolicy
{
    /// <summary>Ports of databases, caches and control planes, which speak no HTTP that a stranger should start.</summary>
    private static readonly HashSet<int> DeniedPorts =
    [
        1433, 1521, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5672, 5900, 5984, 6379, 6443, 8883,
        9042, 9092, 9200, 9300, 10250, 11211, 15672, 25672, 27017, 27018, 27019, 50070,
    ];

    private readonly AddressPolicy _addresses;
    private volatile IPEndPoint[] _ownListeners = [];

    public EgressPolicy(RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!AddressPolicy.TryCreate(settings.AllowPrivateCidrs, out _addresses, out var fault))
        {
            throw new ArgumentException($"Relay:AllowPrivateCidrs holds \"{fault}\", which is no address range such as 10.0.0.0/8.", nameof(settings));
        }
    }

    /// <summary>Path prefix under which the host's own listeners may be called all the same; null for none.</summary>
    public string? OwnPathPrefix { get; private set; }

    /// <summary>Tells which sockets the host itself listens on. They are refused, except for paths that begin with the prefix.</summary>
    public void RefuseOwnListeners(IEnumerable<IPEndPoint> listeners, string? exceptPathPrefix)
    {
        OwnPathPrefix = exceptPathPrefix;
        _ownListeners = [.. listeners];
    }

    /// <returns>Why a connection is refused; null when it is allowed.</returns>
    internal string? Refusal(IPAddress address, int port, bool ownPath)
    {
        if (!_addresses.IsAllowed(address))
        {
            return $"{address} is no public address";
        }

        if (port is not 80 and not 443 && (port < 1_024 || DeniedPorts.Contains(port)))
        {
            return $"port {port} is not allowed";
        }

        return !ownPath && IsOwn(address, port) ? $"{address}:{port} is the sender's own listener" : null;
    }

    private bool IsOwn(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var own in _ownListeners)
        {
            var any = own.Address.Equals(IPAddress.Any) || own.Address.Equals(IPAddress.IPv6Any);
            if (own.Port == port && (own.Address.Equals(plain) || (any && IPAddress.IsLoopback(plain)) || OwnAddresses.Hold(plain, any)))
            {
                return true;
            }
        }

        return false;
    }
}
