using System.Diagnostics.CodeAnalysis;

namespace EdgeRelay.Rules.State;

/// <summary>
/// A short list that changes with every sample and nearly always has one item, which therefore lies in the struct itself. An array is made
/// with the second item and then kept.
/// </summary>
/// <remarks>Copying the struct shares the array: copy by <see cref="Clone"/>.</remarks>
internal struct SmallList<T>
    where T : struct
{
    /// <summary>The item while there is one; else all are in the array.</summary>
    private T _only;
    private T[]? _items;

    public int Count { get; private set; }

    [UnscopedRef]
    public readonly ReadOnlySpan<T> Span => Count switch
    {
        0 => default,
        1 => new ReadOnlySpan<T>(in _only),
        _ => _items.AsSpan(0, Count),
    };

    public void Add(in T item)
    {
        if (Count == 0)
        {
            _only = item;
        }
        else
        {
            _items ??= new T[2];
            if (Count == 1)
            {
                _items[0] = _only;
            }
            else if (Count == _items.Length)
            {
                Array.Resize(ref _items, _items.Length * 2);
            }

            _items[Count] = item;
        }

        Count++;
    }

    public void RemoveFirst()
    {
        if (Count == 2)
        {
            _only = _items![1];
        }
        else if (Count > 2)
        {
            Array.Copy(_items!, 1, _items!, 0, Count - 1);
        }

        Count--;
    }

    /// <summary>Forgets the items and keeps the array.</summary>
    public void Clear() => Count = 0;

    public readonly SmallList<T> Clone() => this with { _items = Count > 1 ? Span.ToArray() : null };
}
