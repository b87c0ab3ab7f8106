using System.Net;
using System.Net.Sockets;
using EdgeRelay.Gateway.Hosting;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Tells whether a device could connect to the embedded endpoint: the gateway does so itself.</summary>
internal sealed class OwnPort(Listeners listeners, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <returns>Why not, in plain words; null when it could.</returns>
    public async ValueTask<string?> WhyNot(CancellationToken cancellation)
    {
        var endpoint = listeners.Mqtt!;
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Reachable(endpoint), cancellation).AsTask().WaitAsync(Deadline, clock, cancellation);
            return null;
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return $"{endpoint}: {error.Message}";
        }
    }

    private static IPEndPoint Reachable(IPEndPoint endpoint) =>
        endpoint.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, endpoint.Port)
        : endpoint.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, endpoint.Port)
        : endpoint;
}
