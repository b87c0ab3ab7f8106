using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// One MQTT 3.1.1 client that keeps its window full: acks are read in bulk, and as many messages as were acknowledged leave in one send.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int AckBytes = 4;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TelemetryPacket _packet = new();
    private readonly byte[] _received = new byte[4096];
    private readonly byte[] _sending;
    private readonly int _firstVehicle;
    private readonly int _window;
    private readonly long _epochMs;
    private readonly int[] _steps;

    private int _nextVehicle;
    private int _partial;
    private ushort _packetId;
    private long _acknowledged;
    private long _sent;

    /// <param name="vehicles">How many vehicles it speaks for, one after another.</param>
    /// <param name="epochMs">Event time before the first message, Unix ms; each message of a vehicle is a second later.</param>
    public LoadConnection(int firstVehicle, int vehicles, int window, long epochMs)
    {
        _firstVehicle = firstVehicle;
        _window = window;
        _epochMs = epochMs;
        _steps = new int[vehicles];
        _sending = new byte[window * _packet.Length];
    }

    /// <summary>Acks received so far. May be read while it runs.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Messages sent whose ack has not come.</summary>
    public long Outstanding => Volatile.Read(ref _sent) - Acknowledged;

    public async Task Connect(int port, string clientId, string? password)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await _socket.SendAsync(ConnectPacket(clientId, password));
        var read = await _socket.ReceiveAsync(_received);
        if (read != AckBytes || _received[0] != 0x20 || _received[3] != 0)
        {
            throw new InvalidOperationException($"{clientId} was not accepted: {Convert.ToHexString(_received.AsSpan(0, read))}");
        }
    }

    /// <summary>Sends with a full window until told to stop, then waits for the acks that are due.</summary>
    /// <param name="take">Asked for a number of messages, gives how many may be sent; 0 ends it.</param>
    public async Task Run(Func<int, int> take)
    {
        var outstanding = await Send(take(_window));
        while (outstanding > 0)
        {
            var acks = await ReceiveAcks();
            outstanding += await Send(take(acks)) - acks;
        }
    }

    /// <summary>Sends one message of the given vehicle (counted from this connection's first) without waiting for its ack.</summary>
    public ValueTask<int> SendOne(int vehicle, long timeMs, int step)
    {
        Volatile.Write(ref _sent, _sent + 1);
        _packet.Write(_sending, _firstVehicle + vehicle, NextPacketId(), timeMs, step);
        return _socket.SendAsync(_sending.AsMemory(0, _packet.Length));
    }

    /// <summary>Waits for acks and counts them.</summary>
    /// <returns>How many came at once; may be 0 when only a part of one came.</returns>
    public async ValueTask<int> ReceiveAcks()
    {
        var read = await _socket.ReceiveAsync(_received.AsMemory(_partial));
        if (read == 0)
        {
            throw new InvalidOperationException("The server closed a connection under load.");
        }

        var available = _partial + read;
        var acks = available / AckBytes;
        for (var i = 0; i < acks; i++)
        {
            if (_received[i * AckBytes] != 0x40)
            {
                throw new InvalidOperationException($"Packet {_received[i * AckBytes]:X2} came where a PUBACK was due.");
            }
        }

        _partial = available - (acks * AckBytes);
        _received.AsSpan(acks * AckBytes, _partial).CopyTo(_received);
        Volatile.Write(ref _acknowledged, _acknowledged + acks);
        return acks;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> Send(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var step = ++_steps[_nextVehicle];
            var timeMs = _epochMs + (step * 1000L);
            _packet.Write(
                _sending.AsSpan(i * _packet.Length), _firstVehicle + _nextVehicle, NextPacketId(), timeMs, step);
            _nextVehicle = _nextVehicle + 1 == _steps.Length ? 0 : _nextVehicle + 1;
        }

        Volatile.Write(ref _sent, _sent + messages);
        for (var left = _sending.AsMemory(0, messages * _packet.Length); !left.IsEmpty;)
        {
            left = left[await _socket.SendAsync(left)..];
        }

        return messages;
    }

    private ushort NextPacketId() => ++_packetId == 0 ? ++_packetId : _packetId;

    private static byte[] ConnectPacket(string clientId, string? password)
    {
        // Protocol level 4, clean session, keep-alive 0; a password needs a user name in 3.1.1: the account's number.
        byte flags = password is null ? (byte)0x02 : (byte)0xC2;
        byte[] rest = [0, 4, .. "MQTT"u8, 4, flags, 0, 0, .. Text(clientId), .. password is null ? [] : Text("1"), .. password is null ? [] : Text(password)];
        return [0x10, (byte)rest.Length, .. rest];
    }

    private static byte[] Text(string value) => [0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
