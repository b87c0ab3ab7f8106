using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Ignition;

/// <summary>Ignition on and off: an edge counts when a second sample agrees or nothing contradicts it for a while.</summary>
internal static class IgnitionRule
{
    /// <summary>Reads the ignition of a sample; other rules ask <see cref="IgnitionState.Reading"/>.</summary>
    /// <returns>Null when the sample says nothing.</returns>
    public static bool? Read(ref Turn turn, Sample sample)
    {
        ref var state = ref turn.State.Ignition;
        turn.IgnitionBefore = state.Reading;
        state.HasAttribute |= sample.Ignition is not null;
        state.HasRpm |= sample.Rpm > 0;
        var reading = sample.Ignition ?? (state.HasAttribute ? null : FromRpm(sample.Rpm, ref turn));
        state.Reading = reading ?? state.Reading;
        return reading;
    }

    public static void Apply(ref Turn turn, bool? reading)
    {
        if (reading is not { } on)
        {
            return;
        }

        ref var state = ref turn.State.Ignition;
        if (state.Believed is null)
        {
            state.Believed = on;
        }
        else if (on == state.Believed)
        {
            state.EdgeAt = null;
        }
        else if (state.EdgeAt is not null)
        {
            Believe(ref turn);
        }
        else
        {
            state.EdgeAt = turn.Now.UnixMilliseconds;
            state.EdgeSource = state.HasAttribute ? IgnitionSource.Attribute : IgnitionSource.Rpm;
            if (turn.Raw)
            {
                Believe(ref turn);
            }
        }
    }

    public static long Deadline(VehicleStateView view) =>
        view.State.Ignition.EdgeAt is { } edge
            ? edge + Deadlines.Milliseconds(view.Book.Ignition.ConfirmSeconds)
            : Deadlines.Never;

    public static void OnDeadline(ref Turn turn) => Believe(ref turn);

    private static bool? FromRpm(double? rpm, ref Turn turn)
    {
        if (rpm >= turn.Book.Ignition.RunningRpm)
        {
            return true;
        }

        return rpm is 0 && turn.State.Ignition.HasRpm ? false : null;
    }

    private static void Believe(ref Turn turn)
    {
        ref var state = ref turn.State.Ignition;
        var on = state.Believed is false;
        var edgeAt = new Instant(state.EdgeAt!.Value);
        double? former = state.BelievedSince is { } since ? edgeAt.SecondsSince(new Instant(since)) : null;
        state.Believed = on;
        state.BelievedSince = state.EdgeAt;
        state.EdgeAt = null;

        var kind = EventKind.Report;
        var source = state.EdgeSource == IgnitionSource.Rpm ? "rpm" : "attribute";
        var detail = new EventDetail.IgnitionChanged(on, former, source);
        if (on)
        {
            foreach (var watch in turn.Plan.IgnitionOns)
            {
                turn.Emit(watch, kind, string.Empty, edgeAt, detail);
            }
        }
        else
        {
            foreach (var watch in turn.Plan.IgnitionOffs)
            {
                turn.Emit(watch, kind, string.Empty, edgeAt, detail);
            }
        }
    }
}
