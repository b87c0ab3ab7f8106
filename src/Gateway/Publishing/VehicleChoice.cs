using System.Collections.Frozen;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The vehicles that somebody named: one by one, by their groups, or both, of which one must fit. Nobody named is all.</summary>
/// <remarks>Immutable and safe to read from any thread. Which vehicles a group has is not known here: it changes without the choice.</remarks>
public sealed record VehicleChoice
{
    public static VehicleChoice All { get; } = new();

    /// <summary>Ids of vehicles, told apart by case.</summary>
    public FrozenSet<string> Ids { get; init; } = [];

    /// <summary>Ids of vehicle groups.</summary>
    public FrozenSet<long> Groups { get; init; } = [];

    public bool IsAll => Ids.Count == 0 && Groups.Count == 0;

    public static VehicleChoice Of(IEnumerable<string> ids, IEnumerable<long> groups) =>
        new() { Ids = ids.ToFrozenSet(StringComparer.Ordinal), Groups = groups.ToFrozenSet() };

    /// <param name="vehicleId">The vehicle.</param>
    /// <param name="groups">The groups it is in.</param>
    public bool Includes(string vehicleId, ReadOnlySpan<long> groups)
    {
        if (IsAll || Ids.Contains(vehicleId))
        {
            return true;
        }

        if (Groups.Count > 0)
        {
            foreach (var group in groups)
            {
                if (Groups.Contains(group))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <returns>False when no vehicle, whatever its groups, can be in both.</returns>
    public bool CanMeet(VehicleChoice other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsAll || other.IsAll || Groups.Count > 0 || other.Groups.Count > 0 || Ids.Overlaps(other.Ids);
    }
}
