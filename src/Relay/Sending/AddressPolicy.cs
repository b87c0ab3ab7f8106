using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.Relay.Sending;

/// <summary>Which addresses may be connected to: public ones, and private ranges that the operator named. Immutable, pure.</summary>
public sealed class AddressPolicy
{
    private static readonly IPNetwork[] NonPublicV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32"); // public by range, but a host service of a large cloud

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NonPublicV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>Never opened by a range, only by a single address: link-local, multicast, unspecified, broadcast.</summary>
    private static readonly IPNetwork[] NeverByRange = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8");

    private readonly IPNetwork[] _allowed;

    private AddressPolicy(IPNetwork[] allowed) => _allowed = allowed;

    public static AddressPolicy PublicOnly { get; } = new([]);

    /// <param name="allowPrivateCidrs">Comma-separated CIDRs or single addresses; empty for none.</param>
    /// <param name="policy">The policy when all entries were read.</param>
    /// <param name="fault">The entry that is no CIDR and no address.</param>
    public static bool TryCreate(string allowPrivateCidrs, out AddressPolicy policy, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(allowPrivateCidrs);
        var allowed = new List<IPNetwork>();
        fault = null;
        policy = PublicOnly;
        foreach (var entry in allowPrivateCidrs.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(entry, out var single))
            {
                single = Unmapped(single);
                allowed.Add(new IPNetwork(single, single.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else if (IPNetwork.TryParse(entry, out var range))
            {
                allowed.Add(range);
            }
            else
            {
                fault = entry;
                return false;
            }
        }

        policy = new AddressPolicy([.. allowed]);
        return true;
    }

    /// <summary>Whether a connection to the address may be opened.</summary>
    public bool IsAllowed(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            return false;
        }

        var plain = Unmapped(address);
        return IsPublic(plain) || IsNamed(plain);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IsIn(NonPublicV4, address),
        AddressFamily.InterNetworkV6 => GlobalV6.Contains(address) && !IsIn(NonPublicV6, address),
        _ => false,
    };

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, IPNetwork.Parse);

    private bool IsNamed(IPAddress address)
    {
        var rangesCount = !IsIn(NeverByRange, address);
        foreach (var network in _allowed)
        {
            var isSingle = network.PrefixLength == (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            if ((rangesCount || isSingle) && network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
