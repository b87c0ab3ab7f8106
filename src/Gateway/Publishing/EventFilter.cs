using System.Collections.Frozen;
using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Which events of a detection are sent (telematics reference 2.6). Has no memory; immutable and safe to read from any thread.</summary>
public sealed record EventFilter
{
    public static EventFilter Everything { get; } = new();

    /// <summary>The vehicles that the trigger wants.</summary>
    public VehicleChoice Vehicles { get; init; } = VehicleChoice.All;

    /// <summary>The vehicles that the webhook is limited to, whatever its triggers say.</summary>
    public VehicleChoice Scope { get; init; } = VehicleChoice.All;

    /// <summary>Landmarks in one of which it must happen; empty asks for none.</summary>
    public FrozenSet<long> Inside { get; init; } = [];

    /// <summary>Landmarks in none of which it may happen.</summary>
    public FrozenSet<long> Outside { get; init; } = [];

    /// <summary>Groups of landmarks that do the same as <see cref="Inside"/>; of both together one must match.</summary>
    public FrozenSet<string> InsideGroups { get; init; } = [];

    /// <summary>Groups of landmarks that do the same as <see cref="Outside"/>.</summary>
    public FrozenSet<string> OutsideGroups { get; init; } = [];

    /// <summary>When it must happen; null is always.</summary>
    public WeeklySchedule? Schedule { get; init; }

    /// <summary>Least time between two events of a vehicle, seconds of event time; 0 is none.</summary>
    public double CoolDownSeconds { get; init; }

    /// <summary>Send the end of an interval too.</summary>
    public bool SendEnd { get; init; }

    /// <summary>Send word when late data show that an event which was sent did not happen.</summary>
    public bool SendCorrections { get; init; }

    /// <param name="found">The event.</param>
    /// <param name="lastSent">When the last event that passed for this trigger and vehicle occurred; null when none did.</param>
    /// <param name="landmarks">The account's: they know their groups and schedules. Null is none.</param>
    /// <param name="vehicleGroups">Groups that the vehicle is in now.</param>
    public FilterVerdict Matches(
        RuleEvent found, Instant? lastSent = null, LandmarkIndex? landmarks = null, ReadOnlySpan<long> vehicleGroups = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        landmarks ??= LandmarkIndex.Empty;
        var vehicleId = found.Vehicle.Key.VehicleId;
        if (!Vehicles.Includes(vehicleId, vehicleGroups) || !Scope.Includes(vehicleId, vehicleGroups))
        {
            return FilterVerdict.OtherVehicle;
        }

        if (found.Kind == EventKind.Corrected)
        {
            // It is about the other event: where the vehicle is by now decides nothing.
            return SendCorrections ? FilterVerdict.Matches : FilterVerdict.CorrectionNotWanted;
        }

        if (Inside.Count + InsideGroups.Count > 0 && !HappensIn(found, Inside, InsideGroups, landmarks))
        {
            return FilterVerdict.NotInside;
        }

        if (Outside.Count + OutsideGroups.Count > 0 && HappensIn(found, Outside, OutsideGroups, landmarks))
        {
            return FilterVerdict.NotOutside;
        }

        if (!IsInHours(found, landmarks))
        {
            return FilterVerdict.OutsideSchedule;
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
        && Math.Abs(found.OccurredAt.SecondsSince(last)) < CoolDownSeconds;

    // A crossing is about the landmark that was crossed: on leaving, the vehicle is in it no more; on entering, others do not count.
    private static bool HappensIn(RuleEvent found, FrozenSet<long> ids, FrozenSet<string> groups, LandmarkIndex landmarks)
    {
        if (found.Detail is EventDetail.LandmarkCrossed crossed)
        {
            return IsOf(crossed.LandmarkId, ids, groups, landmarks);
        }

        foreach (var id in found.Vehicle.LandmarkIds)
        {
            if (IsOf(id, ids, groups, landmarks))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOf(long id, FrozenSet<long> ids, FrozenSet<string> groups, LandmarkIndex landmarks) =>
        ids.Contains(id) || (groups.Count > 0 && landmarks.Find(id)?.Group is { } group && groups.Contains(group));

    // The trigger's hours, and of a crossing those of the landmark too.
    private bool IsInHours(RuleEvent found, LandmarkIndex landmarks) =>
        Schedule?.Includes(found.OccurredAt) is not false
        && (found.Detail is not EventDetail.LandmarkCrossed crossed
            || landmarks.Find(crossed.LandmarkId)?.Schedule?.Includes(found.OccurredAt) is not false);
}
