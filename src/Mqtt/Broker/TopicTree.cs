namespace EdgeRelay.Mqtt.Broker;

/// <summary>
/// Values by topic level. Kept under filters it answers "which filters match this topic", kept under topics "which topics does this filter match"
/// (MQTT 5.0, section 4.7). Not thread-safe.
/// </summary>
/// <remarks>A look-up visits no node twice; its depth is bounded by the levels that a topic or filter may have (<c>TopicLevels</c>).</remarks>
internal sealed class TopicTree<T>
    where T : class
{
    private const string One = "+";
    private const string Rest = "#";

    private readonly Node _root = new();

    public T? Find(string key)
    {
        var node = _root;
        foreach (var level in key.AsSpan().Split('/'))
        {
            if (node.Child(key.AsSpan(level)) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node.Value;
    }

    public void Set(string key, T value)
    {
        var node = _root;
        foreach (var level in key.AsSpan().Split('/'))
        {
            node = node.GetOrAdd(key.AsSpan(level));
        }

        node.Value = value;
    }

    /// <returns>False when nothing was kept there.</returns>
    public bool Remove(string key) => Remove(_root, key);

    /// <summary>The values of all filters that match a topic, each once.</summary>
    public void Matching(ReadOnlySpan<char> topic, List<T> found) => Matching(_root, topic, atRoot: true, found);

    /// <summary>The values of all topics that a filter matches.</summary>
    public void Under(ReadOnlySpan<char> filter, List<T> found) => Under(_root, filter, atRoot: true, found);

    private static void Matching(Node node, ReadOnlySpan<char> topic, bool atRoot, List<T> found)
    {
        // Wildcards at the first level do not reach topics that begin with $ (MQTT-4.7.2-1).
        var isHidden = atRoot && topic.StartsWith('$');
        if (!isHidden)
        {
            node.Child(Rest)?.AddTo(found);
        }

        var end = topic.IndexOf('/');
        var level = end < 0 ? topic : topic[..end];
        Step(node.Child(level), topic, end, found);
        if (!isHidden)
        {
            Step(node.Child(One), topic, end, found);
        }
    }

    private static void Step(Node? child, ReadOnlySpan<char> topic, int end, List<T> found)
    {
        if (child is null)
        {
            return;
        }

        if (end >= 0)
        {
            Matching(child, topic[(end + 1)..], atRoot: false, found);
            return;
        }

        child.AddTo(found);
        child.Child(Rest)?.AddTo(found); // "sport/#" matches "sport" too
    }

    private static void Under(Node node, ReadOnlySpan<char> filter, bool atRoot, List<T> found)
    {
        var end = filter.IndexOf('/');
        var level = end < 0 ? filter : filter[..end];
        if (level is Rest)
        {
            node.AddAll(found, hides: atRoot);
            return;
        }

        if (level is not One)
        {
            UnderChild(node.Child(level), filter, end, found);
            return;
        }

        if (node.Children is not { } children)
        {
            return;
        }

        foreach (var (name, child) in children)
        {
            if (!atRoot || !name.StartsWith('$'))
            {
                UnderChild(child, filter, end, found);
            }
        }
    }

    private static void UnderChild(Node? child, ReadOnlySpan<char> filter, int end, List<T> found)
    {
        if (child is null)
        {
            return;
        }

        if (end < 0)
        {
            child.AddTo(found);
        }
        else
        {
            Under(child, filter[(end + 1)..], atRoot: false, found);
        }
    }

    private static bool Remove(Node node, ReadOnlySpan<char> key)
    {
        var end = key.IndexOf('/');
        var level = end < 0 ? key : key[..end];
        if (node.Child(level) is not { } child)
        {
            return false;
        }

        var removed = false;
        if (end >= 0)
        {
            removed = Remove(child, key[(end + 1)..]);
        }
        else if (child.Value is not null)
        {
            child.Value = null;
            removed = true;
        }

        if (removed && child.IsEmpty)
        {
            node.Forget(level);
        }

        return removed;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _children;

        public T? Value { get; set; }

        public bool IsEmpty => Value is null && (_children is null or { Count: 0 });

        /// <summary>Null where there never was one: most nodes are leaves.</summary>
        public Dictionary<string, Node>? Children => _children;

        public Node? Child(ReadOnlySpan<char> level) =>
            _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

        public Node GetOrAdd(ReadOnlySpan<char> level)
        {
            if (Child(level) is { } known)
            {
                return known;
            }

            var child = new Node();
            (_children ??= new(StringComparer.Ordinal)).Add(level.ToString(), child);
            return child;
        }

        public void Forget(ReadOnlySpan<char> level) => _children!.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);

        public void AddTo(List<T> found)
        {
            if (Value is not null)
            {
                found.Add(Value);
            }
        }

        public void AddAll(List<T> found, bool hides)
        {
            AddTo(found);
            if (_children is null)
            {
                return;
            }

            foreach (var (name, child) in _children)
            {
                if (!hides || !name.StartsWith('$'))
                {
                    child.AddAll(found, hides: false);
                }
            }
        }
    }
}
