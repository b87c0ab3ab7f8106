using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Drivers;

/// <summary>The driver of the vehicle differs from before: by a tag that was read, or by an explicit message.</summary>
/// <remarks>Of tags read within five seconds the last one wins, so a tag waits that long. Explicit messages do not wait.</remarks>
internal static class DriverRule
{
    public const double SettleSeconds = 5;

    private const long SettleMilliseconds = 5_000;

    public static void Apply(ref Turn turn, Sample sample)
    {
        if (sample.DriverTag is null || DriverTag.Normalize(sample.DriverTag) is not { } tag)
        {
            return;
        }

        ref var state = ref turn.State.ToChange.Drivers;
        if (turn.Now.UnixMilliseconds < state.Since || tag == state.PendingTag)
        {
            return;
        }

        if (tag == state.Tag && OwnerOf(ref turn, tag) == state.DriverId)
        {
            state.PendingTag = null;
        }
        else if (turn.Raw)
        {
            Assign(ref turn, OwnerOf(ref turn, tag), tag, "tag", turn.Now);
        }
        else
        {
            state.PendingTag = tag;
            state.PendingAt = turn.Now.UnixMilliseconds;
        }
    }

    public static InputVerdict ApplyExplicit(ref Turn turn, DriverReport report)
    {
        var now = turn.Now.UnixMilliseconds;
        ref var state = ref turn.State.ToChange.Drivers;
        ref var reports = ref turn.State.ToChange.DriverReports;
        if (now < state.Since || now < reports.At)
        {
            return InputVerdict.Late;
        }

        if (!reports.Add(now, report))
        {
            return InputVerdict.Duplicate;
        }

        if (report.Action == DriverAction.Unassign && state.IsAssigned && now == state.Since)
        {
            // One driver hands over to the next within one instant, in either order: who is assigned then stays.
            return InputVerdict.Applied;
        }

        state.PendingTag = null;
        if (report.Action == DriverAction.Unassign)
        {
            Unassign(ref turn, report.Source);
            return InputVerdict.Applied;
        }

        var tag = DriverTag.Normalize(report.Tag);
        var driver = report.DriverId ?? (tag is null ? null : OwnerOf(ref turn, tag));
        if (driver is not null || tag is not null)
        {
            Assign(ref turn, driver, tag, report.Source, turn.Now);
        }

        return InputVerdict.Applied;
    }

    public static long Deadline(VehicleStateView view) =>
        Math.Min(SettleDeadline(view.State), OffDeadline(view.State, view.Book));

    /// <summary>A tag that has settled first: its driver may be the one whose vehicle has stood for long enough.</summary>
    public static void OnDeadline(ref Turn turn)
    {
        ref var state = ref turn.State.ToChange.Drivers;
        if (state.PendingTag is { } tag && SettleDeadline(turn.State) <= turn.Now.UnixMilliseconds)
        {
            state.PendingTag = null;
            Assign(ref turn, OwnerOf(ref turn, tag), tag, "tag", new Instant(state.PendingAt));
        }

        if (OffDeadline(turn.State, turn.Book) <= turn.Now.UnixMilliseconds)
        {
            Unassign(ref turn, "ignition_off");
        }
    }

    // By the tags as they were when the message came: one that is run again must not go to who has the tag now.
    private static string? OwnerOf(ref Turn turn, string tag) => turn.Book.Drivers.FindByTag(tag, turn.JudgedAtMs);

    private static long SettleDeadline(VehicleState state) =>
        state.Drivers.PendingTag is null ? Deadlines.Never : state.Drivers.PendingAt + SettleMilliseconds;

    private static long OffDeadline(VehicleState state, RuleBook book)
    {
        var seconds = book.DriverRules.UnassignAfterOffSeconds;
        if (seconds <= 0 || !state.Drivers.IsAssigned || state.Ignition is not { Believed: false, BelievedSince: { } off })
        {
            return Deadlines.Never;
        }

        // Who was assigned to a standing vehicle has as long to start it.
        return Math.Max(off, state.Drivers.Since ?? off) + Deadlines.Milliseconds(seconds);
    }

    private static void Assign(ref Turn turn, string? driver, string? tag, string source, Instant effective)
    {
        ref var state = ref turn.State.ToChange.Drivers;
        var isSame = driver is null ? state.DriverId is null && state.Tag == tag : state.DriverId == driver;
        var previous = state.DriverId;
        if (!isSame)
        {
            turn.State.Trip?.NoteDriver(state, effective.UnixMilliseconds);
        }

        state.DriverId = driver;
        state.Tag = tag;
        if (isSame)
        {
            return;
        }

        state.Since = effective.UnixMilliseconds;
        Emit(ref turn, EventKind.Assign, driver ?? tag!, effective, new EventDetail.DriverChanged(
            driver, previous, tag, driver is null, source, effective));
    }

    private static void Unassign(ref Turn turn, string source)
    {
        ref var state = ref turn.State.ToChange.Drivers;
        var (previous, tag, wasAssigned) = (state.DriverId, state.Tag, state.IsAssigned);
        turn.State.Trip?.NoteDriver(state, turn.Now.UnixMilliseconds);
        state.DriverId = null;
        state.Tag = null;
        state.Since = turn.Now.UnixMilliseconds;
        if (wasAssigned)
        {
            Emit(ref turn, EventKind.Unassign, previous ?? tag!, turn.Now, new EventDetail.DriverChanged(
                null, previous, tag, false, source, turn.Now));
        }
    }

    private static void Emit(ref Turn turn, EventKind kind, string subject, Instant effective, EventDetail detail)
    {
        foreach (var watch in turn.Plan.Drivers)
        {
            turn.Emit(watch, kind, subject, effective, detail);
        }
    }
}
