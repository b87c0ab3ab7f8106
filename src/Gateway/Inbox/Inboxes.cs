using System.Collections.Concurrent;

namespace EdgeRelay.Gateway.Inbox;

/// <summary>All inboxes by name. In memory: an inbox is a tool for trying things out, and is empty after a restart.</summary>
/// <remarks>Thread-safe. At most 32 names of at most 4 M characters each.</remarks>
internal sealed class Inboxes
{
    private const int MaxNames = 32;
    private const int MaxNameLength = 64;

    private readonly ConcurrentDictionary<string, InboxBox> _boxes = new(StringComparer.Ordinal);

    /// <summary>The inbox of that name, made at its first use.</summary>
    /// <returns>Null when the name is not usable or there are too many.</returns>
    public InboxBox? Open(string name) =>
        _boxes.TryGetValue(name, out var box) ? box
        : _boxes.Count < MaxNames && IsName(name) ? _boxes.GetOrAdd(name, _ => new InboxBox())
        : null;

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
