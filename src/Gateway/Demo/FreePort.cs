using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.Gateway.Demo;

/// <summary>The wished-for port, or the next one that nobody uses.</summary>
internal static class FreePort
{
    private const int Tries = 100;

    public static int From(int wished)
    {
        for (var port = wished; port < wished + Tries; port++)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new DemoException($"No port from {wished} to {wished + Tries - 1} is free.");
    }
}
