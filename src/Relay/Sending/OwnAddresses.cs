using System.Net;
using System.Net.NetworkInformation;

namespace EdgeRelay.Relay.Sending;

/// <summary>The addresses of this machine's interfaces.</summary>
internal static class OwnAddresses
{
    private static readonly Lazy<HashSet<IPAddress>> All = new(() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(u => u.Address.IsIPv4MappedToIPv6 ? u.Address.MapToIPv4() : u.Address),
    ]);

    /// <summary>Whether a listener on any address would be reached by this one.</summary>
    public static bool Hold(IPAddress address, bool listensOnAny) => listensOnAny && All.Value.Contains(address);
}
