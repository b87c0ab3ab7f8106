using System.Collections.Frozen;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Which events of a detection are sent (telematics reference 2.6). Has no memory; immutable and safe to read from any thread.</summary>
public sealed record EventFilter
{
    public static EventFilter Everything { get; } = new();

    /// <summary>Ids of the vehicles wanted; empty wants all.</summary>
    public FrozenSet<string> Vehicles { get; init; } = [];

    /// <summary>Landmarks in one of which it must happen; empty asks for none.</summary>
    public FrozenSet<long> Inside { get; init; } = [];

    /// <summary>Landmarks in none of which it may happen.</summary>
    public FrozenSet<long> Outside { get; init; } = [];

    /// <summary>Least time between two events of a vehicle, seconds of event time; 0 is none.</summary>
    public double CoolDownSeconds { get; init; }

    /// <summary>Send the end of an interval too.</summary>
    public bool SendEnd { get; init; }

    /// <param name="found">The event.</param>
    /// <param name="lastSent">When the last event that passed for this trigger and vehicle occurred; null when none did.</param>
    public FilterVerdict Matches(RuleEvent found, Instant? lastSent = null)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (Vehicles.Count > 0 && !Vehicles.Contains(found.Vehicle.Key.VehicleId))
        {
            return FilterVerdict.OtherVehicle;
        }

        if (Inside.Count > 0 && !HappensIn(found, Inside))
        {
            return FilterVerdict.NotInside;
        }

        if (Outside.Count > 0 && HappensIn(found, Outside))
        {
            return FilterVerdict.NotOutside;
        }

        if (found.Kind == EventKind.End && !SendEnd)
        {
            return FilterVerdict.EndNotWanted;
        }

        return CoolsDown(found, lastSent) ? FilterVerdict.CoolingDown : FilterVerdict.Matches;
    }

    // An end belongs to a start that was sent: holding it back would leave the receiver with an interval that never ends.
    private bool CoolsDown(RuleEvent found, Instant? lastSent) =>
        CoolDownSeconds > 0
        && lastSent is { } last
        && found.Kind != EventKind.End
        && found.OccurredAt.SecondsSince(last) < CoolDownSeconds;

    // A crossing is about the landmark that was crossed: on leaving, the vehicle is in it no more; on entering, others do not count.
    private static bool HappensIn(RuleEvent found, FrozenSet<long> landmarks)
    {
        if (found.Detail is EventDetail.LandmarkCrossed crossed)
        {
            return landmarks.Contains(crossed.LandmarkId);
        }

        foreach (var id in found.Vehicle.LandmarkIds)
        {
            if (landmarks.Contains(id))
            {
                return true;
            }
        }

        return false;
    }
}
