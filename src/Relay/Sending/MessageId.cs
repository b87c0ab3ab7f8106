using System.Security.Cryptography;
using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.Sending;

/// <summary>The id by which a receiver tells a repeat: it is the same whenever the same is sent.</summary>
internal static class MessageId
{
    private const int IdBytes = 16;

    /// <summary>The id of a batch: a UUID of version 8 (RFC 9562) from the SHA-256 of its members' event ids in their order.</summary>
    public static Guid OfBatch(OneOrMany<QueuedDelivery> members)
    {
        Span<byte> ids = stackalloc byte[IdBytes * members.Count];
        for (var i = 0; i < members.Count; i++)
        {
            members[i].EventId.TryWriteBytes(ids[(i * IdBytes)..], bigEndian: true, out _);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ids, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..IdBytes], bigEndian: true);
    }
}
