using System.Net;
using System.Net.Sockets;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Tests;

/// <summary>A client that sends any bytes and reads packets as they come, lawful or not.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[70_000];
    private int _filled;

    private RawPeer(Socket socket) => _socket = socket;

    public static async Task<RawPeer> Open(int port, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawPeer(socket);
    }

    /// <returns>Null when the other end reset the connection before it was open.</returns>
    public static async Task<RawPeer?> TryOpen(int port)
    {
        try
        {
            return await Open(port);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return null;
        }
    }

    /// <summary>The other end of a client that connects: its CONNECT is read and accepted.</summary>
    public static async Task<RawPeer> Accept(TcpListener listener, byte version)
    {
        var peer = new RawPeer(await listener.AcceptSocketAsync().WaitAsync(Deadline.Long));
        Assert.Equal((byte)PacketType.Connect << 4, (await peer.Next())![0]);
        await peer.Send(version == ProtocolVersion.V5 ? new byte[] { 0x20, 3, 0, 0, 0 } : new byte[] { 0x20, 2, 0, 0 });
        return peer;
    }

    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(Deadline.Long)..];
        }
    }

    /// <summary>As <see cref="Send"/>, until the peer resets or takes no more.</summary>
    public async Task<bool> TrySend(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
            }

            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>CONNECT, and whether the CONNACK says that a session goes on.</summary>
    public async Task<bool> Resume(byte version, string clientId, bool cleanStart, PropertyList? properties = null, WillMessage? will = null)
    {
        await Send(Wire.Connect(version, clientId, cleanStart: cleanStart, properties: properties, will: will));
        var answer = await Next();
        Assert.NotNull(answer);
        Assert.Equal(0, answer[3]);
        return answer[2] == 1;
    }

    /// <summary>CONNECT, and the CONNACK that must accept it.</summary>
    public async Task<RawPeer> Connect(byte version, string clientId = "device-1", ushort keepAlive = 0, WillMessage? will = null)
    {
        await Send(Wire.Connect(version, clientId, keepAlive, will: will));
        var answer = await Next();
        Assert.NotNull(answer);
        Assert.Equal((byte)PacketType.ConnAck << 4, answer[0]);
        Assert.Equal(0, answer[answer[1] < 128 ? 3 : 4]);
        return this;
    }

    /// <returns>The next whole packet, or null at the end of the connection, be it closed or reset.</returns>
    public async Task<byte[]?> Next()
    {
        while (true)
        {
            if (FixedHeader.TryRead(_buffer.AsSpan(0, _filled), out var header) == ReadStatus.Complete && header.PacketLength <= _filled)
            {
                var packet = _buffer[..header.PacketLength];
                _buffer.AsSpan(header.PacketLength, _filled - header.PacketLength).CopyTo(_buffer);
                _filled -= header.PacketLength;
                return packet;
            }

            if (!await Receive())
            {
                return null;
            }
        }
    }

    public async Task<byte[][]> Next(int count)
    {
        var packets = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            packets[i] = await Next() ?? throw new InvalidOperationException($"closed after {i} of {count} packets");
        }

        return packets;
    }

    /// <summary>The next packet is a message of a subscription.</summary>
    public async Task<ReceivedPublish> NextPublish(byte version) => ReceivedPublish.Of(await Next() ?? throw new InvalidOperationException("closed"), version);

    /// <summary>Subscribes and reads the answer.</summary>
    /// <returns>The codes.</returns>
    public async Task<byte[]> Subscribe(byte version, TopicFilter[] filters, uint identifier = 0)
    {
        await Send(Wire.Subscribe(version, 9, filters, identifier));
        var answer = await Next();
        Assert.NotNull(answer);
        Assert.Equal((byte)PacketType.SubAck << 4, answer[0]);
        Assert.Equal(ReasonCode.Success, SubscribeCodec.ReadAnswer(answer.AsSpan(2), version, out var packet));
        return packet!.Codes;
    }

    public Task<byte[]> Subscribe(byte version, string filter, byte options = 1, uint identifier = 0) =>
        Subscribe(version, [new TopicFilter(filter, options)], identifier);

    /// <summary>The next thing is this packet.</summary>
    public async Task Expect(params byte[] packet) => Assert.Equal(packet, await Next());

    /// <summary>The next thing is the end.</summary>
    public async Task ExpectClosed() => Assert.Null(await Next());

    /// <summary>A PINGREQ is answered: all that was sent before it has been read.</summary>
    public async Task Ping()
    {
        await Send(Wire.PingReq);
        await Expect(0xD0, 0);
    }

    /// <summary>All that was handed to the router before has been routed, and what of it is for this client would have come.</summary>
    public async Task NothingMore(byte version)
    {
        await Subscribe(version, "barrier/of/tests", 0);
        await Ping();
    }

    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private async Task<bool> Receive()
    {
        try
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled)).AsTask().WaitAsync(Deadline.Long);
            _filled += count;
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
