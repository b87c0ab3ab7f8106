using System.Net;
using System.Net.Sockets;
using EdgeRelay.Gateway.Hosting;

namespace EdgeRelay.Gateway.Api.Health;

/// <summary>Whether a device could connect: the gateway connects to its own MQTT port.</summary>
internal sealed class MqttReadiness(Listeners listeners, TimeProvider clock) : IReadiness
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public string Name => "mqtt";

    public async ValueTask<string?> WhyNot(CancellationToken cancellation)
    {
        var endpoint = listeners.Mqtt;
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
