namespace EdgeRelay.Mqtt.Broker;

/// <summary>A topic filter, checked and split into what it matches and the share it belongs to (MQTT 5.0, sections 4.7 and 4.8.2).</summary>
/// <param name="Whole">As the client wrote it; what UNSUBSCRIBE names.</param>
/// <param name="Share">Name of the shared subscription; null for an ordinary one.</param>
/// <param name="Filter">What it matches.</param>
internal readonly record struct FilterText(string Whole, string? Share, string Filter)
{
    private const string SharePrefix = "$share/";

    /// <summary>What it costs to keep: a node of the tree for each.</summary>
    public int Levels => Filter.AsSpan().Count('/') + 1;

    /// <returns>False when it is no lawful filter, or has more levels than <paramref name="maximumLevels"/>.</returns>
    public static bool TryParse(string text, int maximumLevels, out FilterText parsed)
    {
        parsed = new FilterText(text, null, text);
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', SharePrefix.Length);
            var share = end < 0 ? "" : text[SharePrefix.Length..end];
            if (share.Length == 0 || share.AsSpan().ContainsAny('+', '#'))
            {
                return false;
            }

            parsed = new FilterText(text, share, text[(end + 1)..]);
        }

        return IsLawful(parsed.Filter, maximumLevels);
    }

    /// <summary>Whether a topic name has no more levels than it may.</summary>
    public static bool HasLawfulDepth(ReadOnlySpan<byte> topic, int maximumLevels) => topic.Count((byte)'/') < maximumLevels;

    /// <summary>A wildcard stands alone in its level, <c>#</c> in the last one (MQTT-4.7.1-1 to -3).</summary>
    private static bool IsLawful(ReadOnlySpan<char> filter, int maximumLevels)
    {
        if (filter.IsEmpty || filter.Count('/') >= maximumLevels)
        {
            return false;
        }

        while (true)
        {
            var end = filter.IndexOf('/');
            var level = end < 0 ? filter : filter[..end];
            if (level.Length > 1 && level.ContainsAny('+', '#'))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            if (level is "#")
            {
                return false;
            }

            filter = filter[(end + 1)..];
        }
    }
}
