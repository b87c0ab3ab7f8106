using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Heartbeat;

/// <summary>Heartbeats: explicit ones, one a day derived from any message, and silences that last too long.</summary>
/// <remarks>A heartbeat moves no watermark: a device that sends hours of backlog may send its heartbeat first.</remarks>
internal static class HeartbeatRule
{
    public const double DaySeconds = 86_400;

    private const long DayMilliseconds = 86_400_000;
    private const string ConnectSubject = "connect";

    public static InputVerdict ApplyExplicit(ref Turn turn, HeartbeatReport report)
    {
        ref var state = ref turn.State.Heartbeat;
        var now = turn.Now.UnixMilliseconds;
        if (state.Explicit is { } last && now <= last.At)
        {
            return now == last.At && report.ContentHash == last.Content ? InputVerdict.Duplicate : InputVerdict.Late;
        }

        state.Explicit = new ExplicitHeartbeat(now, report.ContentHash);
        state.LastAt = Math.Max(now, state.LastAt ?? now);
        Hear(ref state, now);
        turn.State.Latest.SupplyVolts = report.SupplyVolts ?? turn.State.Latest.SupplyVolts;
        if (turn.State.Watermark is null && state.HeardAt == now)
        {
            // Without samples it is the newest heartbeat from which the wall clock counts a silence.
            turn.State.LastReceived = turn.Received;
        }

        var subject = Turn.Subject(report.ContentHash);
        var detail = new EventDetail.Heartbeat(AgeMinutes(ref turn));
        foreach (var watch in turn.Plan.Heartbeats)
        {
            turn.Report(watch, subject, detail);
        }

        return InputVerdict.Applied;
    }

    /// <summary>
    /// The device connected. Told to those who want it, and no more: what it then uploads may be hours old, so a connection ends no silence
    /// and is no heartbeat of the day.
    /// </summary>
    public static InputVerdict ApplyConnect(ref Turn turn)
    {
        turn.State.LastReceived ??= turn.Received;
        foreach (var watch in turn.Plan.Heartbeats)
        {
            if (watch.Detection.OnConnect)
            {
                turn.Report(watch, ConnectSubject, new EventDetail.Heartbeat(AgeMinutes(ref turn)));
            }
        }

        return InputVerdict.Applied;
    }

    public static void Apply(ref Turn turn, Sample sample)
    {
        ref var state = ref turn.State.Heartbeat;
        var now = turn.Now.UnixMilliseconds;
        Hear(ref state, now);
        if (state.LastAt is null)
        {
            state.LastAt = now;
        }
        else if (now - state.LastAt >= DayMilliseconds)
        {
            state.LastAt = now;
            foreach (var watch in turn.Plan.Heartbeats)
            {
                if (watch.Detection.DeriveDaily)
                {
                    turn.Report(watch, turn.SampleSubject(sample), new EventDetail.Heartbeat(AgeMinutes(ref turn)));
                }
            }
        }
    }

    public static long Deadline(VehicleStateView view)
    {
        var next = Deadlines.Never;
        if (view.State.Heartbeat.HeardAt is { } heard)
        {
            foreach (var watch in view.Plan.Heartbeats)
            {
                var due = DueAt(watch, heard);
                if (due > view.State.Heartbeat.MissedThrough && due < next)
                {
                    next = due;
                }
            }
        }

        return next;
    }

    public static void OnDeadline(ref Turn turn)
    {
        ref var state = ref turn.State.Heartbeat;
        var heard = state.HeardAt!.Value;
        foreach (var watch in turn.Plan.Heartbeats)
        {
            var due = DueAt(watch, heard);
            if (due > state.MissedThrough && due <= turn.Now.UnixMilliseconds)
            {
                turn.Emit(watch, EventKind.Missed, string.Empty, new Instant(due), new EventDetail.Heartbeat(AgeMinutes(ref turn)));
            }
        }

        state.MissedThrough = turn.Now.UnixMilliseconds;
    }

    private static long DueAt(Watch<Detections.Detection.Heartbeat> watch, long heard) =>
        watch.Detection.MissedAfterSeconds is { } seconds and > 0
            ? heard + Deadlines.Milliseconds(seconds)
            : Deadlines.Never;

    private static void Hear(ref HeartbeatState state, long now)
    {
        if (state.HeardAt is null || now > state.HeardAt)
        {
            state.HeardAt = now;
            state.MissedThrough = now;
        }
    }

    private static long? AgeMinutes(ref Turn turn) =>
        turn.State.Latest.FixTime is { } fixTime
            ? Math.Max(0, turn.Now.UnixMilliseconds - fixTime) / 60_000
            : null;
}
