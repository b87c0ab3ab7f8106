using System.Collections.Frozen;

namespace EdgeRelay.Rules.Drivers;

/// <summary>The account's drivers by identification tag (normalised: separators removed, upper case). Immutable.</summary>
public sealed class DriverDirectory(IReadOnlyDictionary<string, string> driverIdByTag)
{
    private readonly FrozenDictionary<string, string> _driverIdByTag = driverIdByTag.ToFrozenDictionary(StringComparer.Ordinal);

    public static DriverDirectory Empty { get; } = new(new Dictionary<string, string>());

    /// <returns>The driver's id, or null when the tag is not known.</returns>
    public string? FindByTag(string normalizedTag) => _driverIdByTag.GetValueOrDefault(normalizedTag);
}
