using System.Diagnostics.CodeAnalysis;

namespace EdgeRelay.Relay.Delivery;

/// <summary>One thing, which is the common case and costs no array, or several. Never empty unless it is <c>default</c> or made of nothing.</summary>
internal readonly struct OneOrMany<T>
{
    private readonly T _one;
    private readonly T[]? _many;

    public OneOrMany(T one) => (_one, _many) = (one, null);

    public OneOrMany(T[] many) => (_one, _many) = (default!, many);

    public int Count => _many?.Length ?? 1;

    public T First => _many is null ? _one : _many[0];

    public T Last => _many is null ? _one : _many[^1];

    public T this[int index] => _many is null ? _one : _many[index];

    /// <summary>All of them, where they lie.</summary>
    [UnscopedRef]
    public ReadOnlySpan<T> Span => _many is null ? new ReadOnlySpan<T>(in _one) : _many;

    /// <summary>The same number of other things.</summary>
    public OneOrMany<TOther> Select<TOther, TState>(TState state, Func<T, TState, TOther> other)
    {
        if (_many is null)
        {
            return new OneOrMany<TOther>(other(_one, state));
        }

        var all = new TOther[_many.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = other(_many[i], state);
        }

        return new OneOrMany<TOther>(all);
    }

    public Enumerator GetEnumerator() => new(this);

    public struct Enumerator(OneOrMany<T> all)
    {
        private int _next;

        public readonly T Current => all[_next - 1];

        public bool MoveNext() => _next++ < all.Count;
    }
}
