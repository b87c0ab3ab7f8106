using System.Collections.Frozen;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The account's drivers by id. Immutable; safe to read from any thread.</summary>
public sealed class DriverNames(IReadOnlyDictionary<string, DriverProfile> profileById)
{
    private readonly FrozenDictionary<string, DriverProfile> _profileById = profileById.ToFrozenDictionary(StringComparer.Ordinal);

    public static DriverNames Empty { get; } = new(new Dictionary<string, DriverProfile>());

    /// <returns>A profile without names when the id is null or not known.</returns>
    public DriverProfile Find(string? id) => id is null ? DriverProfile.Unknown : _profileById.GetValueOrDefault(id, DriverProfile.Unknown);
}
