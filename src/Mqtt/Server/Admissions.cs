using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Who may hold a socket: so many in all, and so many from one address. Asked at accept, before a TLS handshake, so that one that is never finished
/// counts too.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Admissions(MqttLimits limits)
{
    private readonly Tally<UInt128> _byAddress = new(limits.ConnectionsPerAddress);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <returns>Null when the connection may stay, and must <see cref="Leave"/>; else which limit it met.</returns>
    public string? TryEnter(EndPoint? remote)
    {
        if (Interlocked.Increment(ref _count) > limits.Connections)
        {
            Interlocked.Decrement(ref _count);
            return $"{limits.Connections} connections are the maximum (Connections)";
        }

        if (!_byAddress.TryEnter(KeyOf(remote)))
        {
            Interlocked.Decrement(ref _count);
            return $"{limits.ConnectionsPerAddress} connections from one address are the maximum (ConnectionsPerAddress)";
        }

        return null;
    }

    public void Leave(EndPoint? remote)
    {
        _byAddress.Leave(KeyOf(remote));
        Interlocked.Decrement(ref _count);
    }

    /// <summary>An IPv4 address, or the network of an IPv6 one: whoever has one address of a /64 has them all.</summary>
    internal static UInt128 KeyOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
        {
            return UInt128.Zero;
        }

        Span<byte> bytes = stackalloc byte[16];
        (address.IsIPv4MappedToIPv6 ? address : address.MapToIPv6()).TryWriteBytes(bytes, out _);
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
        var whole = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return isIPv4 ? whole : whole >> 64 << 64;
    }
}
