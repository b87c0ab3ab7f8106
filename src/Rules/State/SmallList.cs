namespace EdgeRelay.Rules.State;

/// <summary>
/// A short list inside a vehicle's state. A struct over an array that is made at the first use: most vehicles have nothing to
/// list, and a million of them should not pay for that.
/// </summary>
/// <remarks>Copying the struct shares the items: copy by <see cref="Clone"/>.</remarks>
internal struct SmallList<T>
    where T : struct
{
    private T[]? _items;

    public int Count { get; private set; }

    public readonly Span<T> Span => _items.AsSpan(0, Count);

    public readonly ref T this[int index] => ref _items![index];

    public void Add(in T item) => Insert(Count, item);

    public void Insert(int index, in T item)
    {
        _items ??= new T[1];
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        Array.Copy(_items, index, _items, index + 1, Count - index);
        _items[index] = item;
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_items!, index + 1, _items!, index, Count - index);
    }

    /// <summary>Forgets the items and keeps the array.</summary>
    public void Clear() => Count = 0;

    public readonly SmallList<T> Clone() => Count == 0 ? default : new SmallList<T> { _items = Span.ToArray(), Count = Count };
}
