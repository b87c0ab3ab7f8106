using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeRelay.Reliability.Tests.Devices;

/// <summary>
/// As much MQTT 3.1.1 as a device needs, written from the specification and sharing nothing with the product, so that the product's codec
/// cannot agree with its own mistakes.
/// </summary>
internal sealed class DeviceWire : IDisposable
{
    private const byte Connect = 0x10;
    private const byte ConnAck = 0x20;
    private const byte Publish = 0x30;
    private const byte PubAck = 0x40;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly MemoryStream _out = new();
    private readonly byte[] _in = new byte[4096];
    private int _inLength;

    /// <exception cref="SocketException">Nobody listens, or the connection broke.</exception>
    /// <exception cref="IOException">The gateway closed the connection.</exception>
    public async Task Open(int port, string clientId, string password)
    {
        const byte CleanSessionWithUserAndPassword = 0xC2;
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        var body = new MemoryStream();
        Text(body, "MQTT");
        body.Write([4, CleanSessionWithUserAndPassword, 0, 0]);
        Text(body, clientId);
        Text(body, "1");
        Text(body, password);
        Packet(Connect, body);
        await Flush();
        var answer = new byte[4];
        await Receive(4);
        _in.AsSpan(0, 4).CopyTo(answer);
        Consume(4);
        if (answer[0] != ConnAck || answer[3] != 0)
        {
            throw new InvalidOperationException($"CONNECT was answered by {Convert.ToHexString(answer)}.");
        }
    }

    /// <summary>Puts a PUBLISH of QoS 1 into the buffer.</summary>
    public void Add(ushort packetId, string topic, ReadOnlySpan<byte> payload, bool again)
    {
        const byte QosOne = 0x02;
        const byte Duplicate = 0x08;
        var body = new MemoryStream();
        Text(body, topic);
        Span<byte> id = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(id, packetId);
        body.Write(id);
        body.Write(payload);
        Packet((byte)(Publish | QosOne | (again ? Duplicate : 0)), body);
    }

    public async Task Flush()
    {
        var bytes = _out.GetBuffer().AsMemory(0, (int)_out.Length);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }

        _out.SetLength(0);
    }

    /// <summary>Waits for at least one PUBACK and appends the ids of all that have come.</summary>
    /// <exception cref="IOException">The gateway closed the connection; <paramref name="packetIds"/> has what came before.</exception>
    public async Task ReceiveAcks(List<ushort> packetIds)
    {
        const int AckBytes = 4;
        await Receive(AckBytes);
        var at = 0;
        for (; at + AckBytes <= _inLength; at += AckBytes)
        {
            if (_in[at] != PubAck || _in[at + 1] != 2)
            {
                throw new InvalidOperationException($"A PUBACK was expected, not {Convert.ToHexString(_in, at, AckBytes)}.");
            }

            packetIds.Add(BinaryPrimitives.ReadUInt16BigEndian(_in.AsSpan(at + 2)));
        }

        Consume(at);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _out.Dispose();
    }

    private async Task Receive(int least)
    {
        while (_inLength < least)
        {
            var count = await _socket.ReceiveAsync(_in.AsMemory(_inLength));
            if (count == 0)
            {
                throw new IOException("The gateway closed the connection.");
            }

            _inLength += count;
        }
    }

    private void Consume(int count)
    {
        _in.AsSpan(count, _inLength - count).CopyTo(_in);
        _inLength -= count;
    }

    private void Packet(byte first, MemoryStream body)
    {
        _out.WriteByte(first);
        var length = (int)body.Length;
        do
        {
            var digit = length & 0x7F;
            length >>= 7;
            _out.WriteByte((byte)(length > 0 ? digit | 0x80 : digit));
        }
        while (length > 0);
        body.WriteTo(_out);
    }

    private static void Text(MemoryStream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        to.WriteByte((byte)(bytes.Length >> 8));
        to.WriteByte((byte)bytes.Length);
        to.Write(bytes);
    }
}
