namespace EdgeRelay.Rules.State;

/// <summary>
/// A list that takes 8 bytes while it is empty and no spare room otherwise: for what comes and goes with what happens to a vehicle, not with
/// each sample. A change of length makes a new array.
/// </summary>
/// <remarks>Copying the struct shares the items: copy by <see cref="Clone"/>.</remarks>
internal struct TightList<T>
    where T : struct
{
    /// <summary>Null when there are none.</summary>
    private T[]? _items;

    public readonly int Count => _items is null ? 0 : _items.Length;

    public readonly Span<T> Span => _items;

    public readonly ref T this[int index] => ref _items![index];

    public void Add(in T item) => Insert(Count, item);

    public void Insert(int index, in T item) => _items = [.. Span[..index], item, .. Span[index..]];

    public void RemoveAt(int index) => _items = Count == 1 ? null : [.. Span[..index], .. Span[(index + 1)..]];

    public readonly TightList<T> Clone() => new() { _items = Count == 0 ? null : Span.ToArray() };
}
