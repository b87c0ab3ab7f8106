using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>
/// A listener that takes requests apart itself, byte by byte, so that no library's leniency hides what was sent. Answers each by an empty 200.
/// </summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Action<string[]> _take;
    private readonly bool _closes;
    private readonly Task _accepting;
    private int _connections;

    private RawReceiver(TcpListener listener, Action<string[]> take, bool closes)
    {
        (_listener, _take, _closes) = (listener, take, closes);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were opened to it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <param name="take">Gets the lines of each request's head, as CR LF parted them.</param>
    /// <param name="closes">Ends each connection after one answer.</param>
    public static RawReceiver Start(IPAddress address, int port = 0, Action<string[]>? take = null, bool closes = false)
    {
        var listener = new TcpListener(address, port);
        listener.Start();
        return new RawReceiver(listener, take ?? (_ => { }), closes);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{(_closes ? "Connection: close\r\n" : "")}\r\n");
            var bytes = new byte[256 * 1024];
            var filled = 0;
            while (true)
            {
                var end = bytes.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                var whole = end < 0 ? int.MaxValue : end + 4 + LengthIn(bytes.AsSpan(0, end));
                if (filled < whole)
                {
                    var read = await stream.ReadAsync(bytes.AsMemory(filled));
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                    continue;
                }

                _take(Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n"));
                await stream.WriteAsync(answer);
                if (_closes)
                {
                    return;
                }

                bytes.AsSpan(whole, filled - whole).CopyTo(bytes);
                filled -= whole;
            }
        }
    }

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        foreach (var line in Encoding.Latin1.GetString(head).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
            {
                return int.Parse(line[16..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
