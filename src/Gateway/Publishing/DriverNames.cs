using System.Collections.Immutable;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The account's drivers by id. Immutable; safe to read from any thread. A change costs what the changed drivers cost.</summary>
public sealed class DriverNames
{
    private readonly ImmutableDictionary<string, DriverProfile> _profileById;

    public DriverNames(IEnumerable<KeyValuePair<string, DriverProfile>> profileById)
        : this(profileById.ToImmutableDictionary(StringComparer.Ordinal))
    {
    }

    private DriverNames(ImmutableDictionary<string, DriverProfile> profileById) => _profileById = profileById;

    public static DriverNames Empty { get; } = new([]);

    public int Count => _profileById.Count;

    /// <returns>A profile without names when the id is null or not known.</returns>
    public DriverProfile Find(string? id) => id is null ? DriverProfile.Unknown : _profileById.GetValueOrDefault(id, DriverProfile.Unknown);

    /// <param name="profile">Null when the account has the driver no more.</param>
    public DriverNames With(string id, DriverProfile? profile) =>
        new(profile is null ? _profileById.Remove(id) : _profileById.SetItem(id, profile));
}
