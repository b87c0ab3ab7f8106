using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRelay.Rules.Events;

/// <summary>Derives event ids from what happened (telematics reference 2.8).</summary>
/// <remarks>The trick: the parts are joined on the stack and hashed in one call, so that an id costs one SHA-256 block or two and
/// no garbage.</remarks>
internal static class EventIdFactory
{
    private const byte Separator = 0x1F;
    private const int StackBytes = 768;

    private static readonly byte[][] Kinds = [.. Enum.GetNames<EventKind>().Select(n => Encoding.UTF8.GetBytes(n.ToLowerInvariant()))];

    /// <param name="trigger">UTF-8 of the detection's canonical form.</param>
    /// <param name="number">How many events with equal parts came before this one.</param>
    public static EventId Derive(
        VehicleKey vehicle,
        ReadOnlySpan<byte> trigger,
        ReadOnlySpan<char> subject,
        EventKind kind,
        Instant occurredAt,
        int number = 0)
    {
        var bound = 80 + ((vehicle.VehicleId.Length + subject.Length) * 3) + trigger.Length;
        var bytes = bound <= StackBytes ? stackalloc byte[StackBytes] : new byte[bound];
        var count = Join(bytes, vehicle, trigger, subject, kind, occurredAt, number);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..count], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return EventId.FromBytes(hash);
    }

    private static int Join(
        Span<byte> bytes,
        VehicleKey vehicle,
        ReadOnlySpan<byte> trigger,
        ReadOnlySpan<char> subject,
        EventKind kind,
        Instant occurredAt,
        int number)
    {
        bytes[0] = (byte)'1';
        var count = 1;
        AppendNumber(bytes, ref count, vehicle.AccountId);
        bytes[count++] = Separator;
        count += Encoding.UTF8.GetBytes(vehicle.VehicleId, bytes[count..]);
        Append(bytes, ref count, trigger);
        bytes[count++] = Separator;
        count += Encoding.UTF8.GetBytes(subject, bytes[count..]);
        Append(bytes, ref count, Kinds[(int)kind]);
        AppendNumber(bytes, ref count, occurredAt.UnixMilliseconds);
        if (number > 0)
        {
            AppendNumber(bytes, ref count, number);
        }

        return count;
    }

    private static void Append(Span<byte> bytes, ref int count, ReadOnlySpan<byte> part)
    {
        bytes[count++] = Separator;
        part.CopyTo(bytes[count..]);
        count += part.Length;
    }

    private static void AppendNumber(Span<byte> bytes, ref int count, long number)
    {
        bytes[count++] = Separator;
        Utf8Formatter.TryFormat(number, bytes[count..], out var written);
        count += written;
    }
}
