using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Idle;

/// <summary>The engine runs and the vehicle stands, for so long. One run serves all thresholds; a detection has state once it fired.</summary>
internal static class IdleRule
{
    private const long MinRepeatMilliseconds = 1_000;

    /// <summary>The US gallon.</summary>
    private const double LitersPerGallon = 3.785411784;

    public static void Apply(ref Turn turn)
    {
        // The run is kept though nobody may ask, so that one who begins to ask finds the same run whoever asked before.
        var now = turn.Now.UnixMilliseconds;
        if (turn.State.Idle is { } earlier)
        {
            EndWhatIsOver(ref turn, earlier, now);
            earlier.LastAt = now;
        }

        if (IsOn(ref turn))
        {
            GoOn(ref turn, turn.State.Idle ??= new IdleState { LastAt = now }, now);
        }

        if (turn.State.Idle is { IsEmpty: true })
        {
            turn.State.Idle = null;
        }
    }

    public static long Deadline(VehicleStateView view)
    {
        if (view.Raw || view.Plan.Idles.Length == 0 || view.State.Idle is not { IsEmpty: false } state)
        {
            return Deadlines.Never;
        }

        var next = Deadlines.Never;
        var latest = state.LastAt + MaxGap(view.Book);
        foreach (var watch in view.Plan.Idles)
        {
            var due = DueAt(view.State, state, watch);
            if (due <= latest && due < next)
            {
                next = due;
            }
        }

        return state.Fired.Count > 0 ? Math.Min(next, latest + 1) : next;
    }

    public static void OnDeadline(ref Turn turn)
    {
        var state = turn.State.Idle!;
        if (turn.Now.UnixMilliseconds > state.LastAt + MaxGap(turn.Book))
        {
            EndAll(ref turn, state, state.LastAt, "gap", onlyFarFrom: null);
            state.RunSince = null;
            return;
        }

        FireDue(ref turn, state);
    }

    public static void Purge(VehicleState state, RulePlan plan)
    {
        for (var i = (state.Idle?.Fired.Count ?? 0) - 1; i >= 0; i--)
        {
            if (!Array.Exists(plan.Idles, new KeyMatch(state.Idle!.Fired[i].Key).Fits))
            {
                state.Idle.Fired.RemoveAt(i);
            }
        }
    }

    private static void EndWhatIsOver(ref Turn turn, IdleState state, long now)
    {
        var isOver = !IsOn(ref turn) || (!turn.Raw && now - state.LastAt > MaxGap(turn.Book));
        if (OffReason(ref turn) is { } reason)
        {
            EndAll(ref turn, state, now, reason, onlyFarFrom: null);
            isOver = true;
        }
        else if (!turn.Raw && turn.State.Latest.Position is { } place)
        {
            EndAll(ref turn, state, now, "moved", place);
            isOver |= IsFar(ref turn, state.RunPlace, place);
        }

        state.RunSince = isOver ? null : state.RunSince;
    }

    private static void GoOn(ref Turn turn, IdleState state, long now)
    {
        if (state.RunSince is null)
        {
            state.RunSince = now;
            state.RunPlace = turn.State.Latest.Position;
            state.RunFuelLiters = turn.State.Latest.FuelUsedLiters;
        }

        if (turn.Raw)
        {
            FireDue(ref turn, state);
        }
    }

    private static long MaxGap(RuleBook book) => Deadlines.Milliseconds(book.Idle.MaxGapSeconds);

    private static bool IsOn(ref Turn turn)
    {
        ref var latest = ref turn.State.Latest;
        if (turn.Raw)
        {
            // The oracles were made with the ignition taken as on.
            return turn.State.Ignition.Reading is not false && latest.Speed is { Value: 0 };
        }

        return turn.State.Ignition.Reading is true
            && latest.Pto is not true
            && latest.Speed is { } speed
            && speed.KilometersPerHour <= turn.Book.Idle.OnKmh;
    }

    /// <returns>Null while nothing says that idling is over; more than "not on" (hysteresis).</returns>
    private static string? OffReason(ref Turn turn)
    {
        ref var latest = ref turn.State.Latest;
        if (turn.State.Ignition.Reading is false)
        {
            return "ignition_off";
        }

        if (turn.Raw)
        {
            return IsOn(ref turn) ? null : "moved";
        }

        if (latest.Pto is true)
        {
            return "pto_on";
        }

        return latest.Speed?.KilometersPerHour > turn.Book.Idle.OffKmh ? "moved" : null;
    }

    private static bool IsFar(ref Turn turn, Position? from, Position to) =>
        from is { } place && place != to && GroundDistance.Meters(place, to) > turn.Book.Idle.MaxMoveMeters;

    /// <summary>When a detection fires next in the run at hand; what lies before the newest sample has fired or never will.</summary>
    private static long DueAt(VehicleState vehicle, IdleState state, Watch<Detection.Idle> watch)
    {
        var index = state.IndexOf(watch.Key);
        if (index < 0)
        {
            var due = state.RunSince + Deadlines.Milliseconds(watch.Detection.MinSeconds) ?? Deadlines.Never;
            return due > state.LastAt && !WasBeforeAsked(vehicle, watch, due) ? due : Deadlines.Never;
        }

        return watch.Detection.RepeatSeconds <= 0
            ? Deadlines.Never
            : state.Fired[index].ToldThrough + RepeatOf(watch);
    }

    private static bool WasBeforeAsked(VehicleState vehicle, Watch<Detection.Idle> watch, long due) =>
        due < Deadlines.Never && vehicle.WallClockAt(new Instant(due)) < watch.EffectiveFromMs;

    private static long RepeatOf(Watch<Detection.Idle> watch) =>
        Math.Max(MinRepeatMilliseconds, Deadlines.Milliseconds(watch.Detection.RepeatSeconds));

    private static void FireDue(ref Turn turn, IdleState state)
    {
        var now = turn.Now.UnixMilliseconds;
        foreach (var watch in turn.Plan.Idles)
        {
            var index = state.IndexOf(watch.Key);
            if (index >= 0)
            {
                if (watch.Detection.RepeatSeconds > 0 && state.Fired[index].ToldThrough + RepeatOf(watch) <= now)
                {
                    state.Fired[index].ToldThrough += turn.Raw
                        ? RepeatOf(watch)
                        : RepeatsBehind(ref turn, state.Fired[index].ToldThrough, RepeatOf(watch));
                    Tell(ref turn, watch, EventKind.Repeat, state.Fired[index]);
                }
            }
            else if (state.RunSince is { } since && since + Deadlines.Milliseconds(watch.Detection.MinSeconds) <= now
                && (turn.Raw ? !WasBeforeAsked(turn.State, watch, since + Deadlines.Milliseconds(watch.Detection.MinSeconds))
                    : DueAt(turn.State, state, watch) <= now))
            {
                Start(ref turn, state, watch, since);
            }
        }
    }

    // A deadline fires at its time, but one that only newer settings make due fires when they begin: the repeats behind it never were to be.
    private static long RepeatsBehind(ref Turn turn, long toldThrough, long repeat) =>
        (turn.Now.UnixMilliseconds - toldThrough) / repeat * repeat;

    private static void Start(ref Turn turn, IdleState state, Watch<Detection.Idle> watch, long since)
    {
        var at = since + Deadlines.Milliseconds(watch.Detection.MinSeconds);
        var id = turn.Identify(watch, EventKind.Start, string.Empty, new Instant(at));
        var episode = new IdleEpisode
        {
            Key = watch.Key,
            IntervalId = id.Number,
            Since = since,
            Place = state.RunPlace,
            FuelLiters = state.RunFuelLiters,
            ToldThrough = at + (watch.Detection.RepeatSeconds > 0 && !turn.Raw ? RepeatsBehind(ref turn, at, RepeatOf(watch)) : 0),
        };
        state.Fired.Add(episode);
        turn.Emit(id, watch, EventKind.Start, string.Empty, new Instant(at), Detail(ref turn, watch, episode, at, null, null));
    }

    private static void Tell(ref Turn turn, Watch<Detection.Idle> watch, EventKind kind, in IdleEpisode episode)
    {
        var at = episode.ToldThrough;
        turn.Emit(watch, kind, string.Empty, new Instant(at), Detail(ref turn, watch, episode, at, null, null));
    }

    private static void EndAll(ref Turn turn, IdleState state, long endedAt, string reason, Position? onlyFarFrom)
    {
        ref var fired = ref state.Fired;
        foreach (var watch in turn.Plan.Idles)
        {
            var index = state.IndexOf(watch.Key);
            if (index < 0 || (onlyFarFrom is { } place && !IsFar(ref turn, fired[index].Place, place)))
            {
                continue;
            }

            var episode = fired[index];
            fired.RemoveAt(index);
            var detail = Detail(ref turn, watch, episode, endedAt, new Instant(endedAt), reason);
            turn.EmitEnd(watch, detail.Interval, detail);
        }
    }

    private static EventDetail.Idling Detail(
        ref Turn turn, Watch<Detection.Idle> watch, in IdleEpisode episode, long at, Instant? endedAt, string? reason)
    {
        var since = new Instant(episode.Since);
        var proximity = episode.Place is { } from && turn.State.Latest.Position is { } place ? GroundDistance.Meters(from, place) : 0;
        return new EventDetail.Idling(
            watch.Detection.MinSeconds,
            new Interval(EpisodeId.Of("int_", episode.IntervalId), since, endedAt, reason),
            new Instant(at).SecondsSince(since),
            proximity,
            GallonsSince(episode, turn.State.Latest.FuelUsedLiters));
    }

    /// <returns>Null when the counter is missing or ran backwards: it was replaced.</returns>
    private static double? GallonsSince(in IdleEpisode episode, double? usedLiters) =>
        usedLiters - episode.FuelLiters is >= 0 and { } liters ? liters / LitersPerGallon : null;
}
