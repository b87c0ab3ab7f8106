using System.Buffers;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>
/// When each trigger with a cool-down last sent something of one vehicle. Kept with the vehicle's state, so that a restart neither repeats nor
/// forgets. Only triggers that ask for a cool-down have an entry. Touched by the vehicle's lane alone.
/// </summary>
internal sealed class CoolDowns
{
    // Holds no texts; the reader asks for a cache all the same.
    private static readonly TextCache Texts = new();

    /// <summary>Null for most vehicles.</summary>
    private SortedDictionary<(long WebhookId, int Trigger), Instant>? _lastSent;

    public bool IsEmpty => _lastSent is null;

    public Instant? LastSent(long webhookId, int trigger) =>
        _lastSent is not null && _lastSent.TryGetValue((webhookId, trigger), out var last) ? last : null;

    public void Sent(long webhookId, int trigger, Instant at) => (_lastSent ??= [])[(webhookId, trigger)] = at;

    /// <summary>Writes a count and the entries; one byte when there are none.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new InputCodecWriter(output);
        writer.Unsigned((ulong)(_lastSent?.Count ?? 0));
        foreach (var ((webhookId, trigger), at) in _lastSent ?? [])
        {
            writer.Unsigned((ulong)webhookId);
            writer.Unsigned((ulong)trigger);
            writer.Signed(at.UnixMilliseconds);
        }

        writer.Complete();
    }

    /// <param name="source">Begins with the entries; what follows is somebody else's.</param>
    /// <param name="length">Bytes that the entries took.</param>
    /// <returns>False when the bytes are damaged.</returns>
    public bool TryRead(ReadOnlySpan<byte> source, out int length)
    {
        var reader = new InputCodecReader(source, Texts);
        var count = reader.Unsigned();
        for (var i = 0UL; i < count && !reader.Failed; i++)
        {
            var webhookId = (long)reader.Unsigned();
            var trigger = (int)reader.Unsigned();
            Sent(webhookId, trigger, new Instant(reader.Signed()));
        }

        length = reader.Position;
        return !reader.Failed;
    }
}
