namespace EdgeRelay.Rules.Detections;

/// <summary>Names that a detection is about, each once, in ordinal order: however they were written, equal sets are one detection.</summary>
/// <remarks>Immutable, compared by value.</remarks>
public sealed class NameList : IEquatable<NameList>
{
    private readonly string[] _names;

    private NameList(string[] names) => _names = names;

    public static NameList Empty { get; } = new([]);

    public IReadOnlyList<string> Names => _names;

    public bool IsEmpty => _names.Length == 0;

    public static NameList Of(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new NameList([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Empty accepts every name.</summary>
    public bool Accepts(string name) => _names.Length == 0 || Array.IndexOf(_names, name) >= 0;

    public bool Equals(NameList? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as NameList);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Joined by commas: the form in which it is part of event ids.</summary>
    public override string ToString() => string.Join(',', _names);
}
