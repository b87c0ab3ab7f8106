using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.EndToEnd.Tests.ExternalBrokers;

/// <summary>Stands before a broker and makes it one that knows MQTT 3.1.1 alone: it refuses any other CONNECT as 3.1.1 asks for.</summary>
internal sealed class OldBroker : IAsyncDisposable
{
    private const int LevelOffset = 8;
    private const byte Version311 = 4;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;

    /// <param name="port">Of the broker behind.</param>
    public OldBroker(int port)
    {
        _port = port;
        _listener.Start();
        _serving = Serve();
    }

    public string Url => $"mqtt://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _serving;
        _closing.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                await Serve(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Serve(NetworkStream client)
    {
        var connect = new byte[512];
        var length = await client.ReadAtLeastAsync(connect, LevelOffset + 1, throwOnEndOfStream: false, _closing.Token);
        if (connect[LevelOffset] != Version311)
        {
            await client.WriteAsync(new byte[] { 0x20, 2, 0, 1 }, _closing.Token);
            return;
        }

        using var broker = new TcpClient();
        await broker.ConnectAsync(IPAddress.Loopback, _port, _closing.Token);
        var behind = broker.GetStream();
        await behind.WriteAsync(connect.AsMemory(0, length), _closing.Token);
        await Task.WhenAny(client.CopyToAsync(behind, _closing.Token), behind.CopyToAsync(client, _closing.Token));
    }
}
