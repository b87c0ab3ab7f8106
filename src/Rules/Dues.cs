using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>
/// What is due next, and by which settings. A deadline belongs to the settings that counted when it passed, event time running on at the wall
/// clock's pace from the last arrival; one that newer settings would have put before the change passes with the change.
/// </summary>
internal static class Dues
{
    /// <param name="book">The newest one that plays a part.</param>
    /// <param name="announced">Only what a tick may be sent for: in the raw profile nothing is.</param>
    /// <param name="firedTo">Time of the newest deadline that fired, Unix ms: settings that ended before it are out of play.</param>
    /// <param name="due">Of one rule, or of all.</param>
    /// <param name="judge">Holds the settings of that moment.</param>
    /// <returns>Unix ms; <see cref="Deadlines.Never"/> when nothing waits.</returns>
    public static long Next(VehicleState state, RuleBook book, bool announced, long firedTo, DueAt due, out RuleBook judge)
    {
        judge = book;
        var own = announced && book.Profile == RuleProfile.Raw ? Deadlines.Never : due(new VehicleStateView(state, book));
        if (ChangeAhead(state, book, firedTo) is not { } change)
        {
            return own;
        }

        var before = Next(state, book.Former!, announced, firedTo, due, out var former);
        if (before < change)
        {
            judge = former;
            return before;
        }

        return own == Deadlines.Never ? own : Math.Max(own, change);
    }

    /// <summary>
    /// Event time, Unix ms, at which the book's settings begin to count for a vehicle whose newest message came before them; null when they
    /// count already.
    /// </summary>
    public static long? ChangeAhead(VehicleState state, RuleBook book, long firedTo = 0) =>
        book.Former is not null && state.EventTimeAt(book.SettingsFromMs) is { } change && change > Math.Max(firedTo, state.Window.TickedTo)
            ? change
            : null;
}
