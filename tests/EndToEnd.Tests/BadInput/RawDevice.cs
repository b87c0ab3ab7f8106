using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>A device that sends what no client library would.</summary>
internal sealed class RawDevice : IAsyncDisposable
{
    private readonly NetworkStream _stream;

    private RawDevice(NetworkStream stream) => _stream = stream;

    /// <summary>Connects with lawful packets, and wants to be accepted.</summary>
    /// <param name="version">4 is MQTT 3.1.1, 5 is MQTT 5.0.</param>
    public static async Task<RawDevice> Connect(int port, byte version, string clientId, string password)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var device = new RawDevice(new NetworkStream(socket, ownsSocket: true));
        byte[] noProperties = version == 5 ? [0] : [];
        await device.Send(Packet(0x10, [.. Text("MQTT"), version, 0xC2, 0, 60, .. noProperties, .. Text(clientId), .. Text("1"), .. Text(password)]));
        var answer = new byte[4];
        await device._stream.ReadExactlyAsync(answer).AsTask().WaitAsync(Deadline.Short);
        Assert.Equal((0x20, 0), (answer[0], answer[3]));
        return device;
    }

    /// <summary>Connects without credentials, and wants to be refused.</summary>
    /// <returns>The code in CONNACK.</returns>
    public static async Task<byte> Refused(int port, byte version, string clientId)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var device = new RawDevice(new NetworkStream(socket, ownsSocket: true));
        byte[] noProperties = version == 5 ? [0] : [];
        await device.Send(Packet(0x10, [.. Text("MQTT"), version, 0x02, 0, 60, .. noProperties, .. Text(clientId)]));
        var answer = new byte[4];
        await device._stream.ReadExactlyAsync(answer).AsTask().WaitAsync(Deadline.Short);
        Assert.Equal(0x20, answer[0]);
        return answer[3];
    }

    /// <summary>A PUBLISH of 3.1.1 at QoS 1.</summary>
    public static byte[] Publish(string topic, byte[] payload) => Packet(0x32, [.. Text(topic), 0, 1, .. payload]);

    public async Task Send(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Sends until the other end closes, which it must.</summary>
    public async Task SendUntilClosed(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(Deadline.Short);
            await _stream.CopyToAsync(Stream.Null).WaitAsync(Deadline.Short);
        }
        catch (IOException)
        {
            // Closed while there was more to send.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static byte[] Packet(byte type, byte[] body)
    {
        var length = new List<byte>();
        for (var left = body.Length; left > 0; left >>= 7)
        {
            length.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
        }

        return [type, .. length, .. body];
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
