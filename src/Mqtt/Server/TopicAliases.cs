namespace EdgeRelay.Mqtt.Server;

/// <summary>The aliases a client has set on its connection: at most Topic Alias Maximum, each no longer than a topic may be.</summary>
internal sealed class TopicAliases(int maximum)
{
    private byte[]?[]? _topics;

    /// <returns>False when the number is above the maximum.</returns>
    public bool TrySet(ushort alias, ReadOnlySpan<byte> topic)
    {
        if (alias > maximum)
        {
            return false;
        }

        _topics ??= new byte[]?[maximum + 1];
        ref var slot = ref _topics[alias];
        if (slot is null || !topic.SequenceEqual(slot))
        {
            slot = topic.ToArray();
        }

        return true;
    }

    /// <returns>Empty when the alias was never set.</returns>
    public ReadOnlySpan<byte> Find(ushort alias) => _topics is not null && alias <= maximum ? _topics[alias] : default;
}
