using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.Gateway.Tests.Tls;

public sealed class TlsListenerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_device_reports_over_TLS_as_over_TCP(SslProtocols version)
    {
        await using var gateway = await TlsGateway.Start();
        var options = gateway.Device("truck-7", await gateway.AddVehicle("truck-7"));
        options.Tls!.EnabledSslProtocols = version;
        options.Tls.ApplicationProtocols = [new("mqtt")];

        await using var device = await MqttClient.Connect(options);

        await TlsGateway.Report(device, "truck-7");
    }

    [Fact]
    public async Task A_client_that_speaks_no_TLS_learns_nothing()
    {
        await using var gateway = await TlsGateway.Start();

        await Assert.ThrowsAsync<MqttConnectionClosedException>(() => MqttClient.Connect(gateway.Device("truck-7") with { Tls = null }));
    }

    [Fact]
    public async Task A_handshake_that_is_not_finished_in_time_is_ended()
    {
        await using var gateway = await TlsGateway.Start((tls, _) => tls with { HandshakeSeconds = 1 });
        using var socket = await Half(gateway.Port);
        var started = Stopwatch.GetTimestamp();

        Assert.Equal(0, await Received(socket));

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 5);
    }

    [Fact]
    public async Task A_thousand_half_handshakes_do_not_keep_a_device_out()
    {
        await using var gateway = await TlsGateway.Start((tls, _) => tls with { HandshakeSeconds = 60 });
        var options = gateway.Device("truck-7", await gateway.AddVehicle("truck-7"));
        var sockets = new List<Socket>();
        try
        {
            while (sockets.Count < 1_000)
            {
                sockets.Add(await Half(gateway.Port));
            }

            var started = Stopwatch.GetTimestamp();
            await using var device = await MqttClient.Connect(options);
            var connected = Stopwatch.GetElapsedTime(started);
            await TlsGateway.Report(device, "truck-7");

            Assert.True(connected < TimeSpan.FromSeconds(1), $"It took {connected}.");
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
    }

    /// <summary>Connects and sends the first bytes of a ClientHello that never ends.</summary>
    private static async Task<Socket> Half(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Deadline);
        await socket.SendAsync(new byte[] { 0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3 });
        return socket;
    }

    /// <summary>0 at the end of the connection, be it closed or reset.</summary>
    private static async Task<int> Received(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[16]).WaitAsync(Deadline);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
