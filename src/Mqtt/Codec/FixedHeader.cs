using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>The first 2 to 5 bytes of every packet (MQTT 5.0, section 2.1).</summary>
/// <param name="Flags">The lower half of the first byte.</param>
/// <param name="HeaderLength">Bytes of the header itself.</param>
/// <param name="BodyLength">Bytes that follow it. Announced by a stranger: compare it with a limit before anything else.</param>
internal readonly record struct FixedHeader(PacketType Type, byte Flags, int HeaderLength, int BodyLength)
{
    public const int MaximumLength = 5;

    public int PacketLength => HeaderLength + BodyLength;

    /// <returns>False when type 0 is named or the reserved flags are not as section 2.1.3 has them.</returns>
    public bool HasLawfulFlags => Type switch
    {
        PacketType.Publish => (Flags & 0b0110) != 0b0110,
        PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe => Flags == 0b0010,
        0 => false,
        _ => Flags == 0,
    };

    /// <remarks>Allocates nothing; never throws on bytes from the wire.</remarks>
    public static ReadStatus TryRead(ReadOnlySpan<byte> bytes, out FixedHeader header)
    {
        header = default;
        if (bytes.Length < 2)
        {
            return ReadStatus.NeedMore;
        }

        var status = VariableInteger.TryRead(bytes[1..], out var length, out var size);
        if (status == ReadStatus.Complete)
        {
            header = new FixedHeader((PacketType)(bytes[0] >> 4), (byte)(bytes[0] & 0x0F), 1 + size, length);
        }

        return status;
    }
}
