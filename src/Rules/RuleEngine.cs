using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Explaining;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Inspections;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>The rules: a pure function of a vehicle's state, an input and the account's rule book.</summary>
public static class RuleEngine
{
    /// <summary>Bumped whenever the meaning of the stored state or of any rule changes; written with every stored state.</summary>
    public const int Version = 2;

    /// <summary>Applies <paramref name="input"/> to <paramref name="state"/> in place and appends what the rules found.</summary>
    /// <param name="judgedAt">
    /// Detections that took effect later play no part; null is when the input was received. A replay gives the earlier of that and the version
    /// of the book that judged the input at first.
    /// </param>
    /// <param name="checkpoints">Takes earlier states for late samples; null when the caller does not run them again.</param>
    /// <remarks>The hot path: allocates only for events. Deadlines up to the input's time fire first, in order.</remarks>
    public static InputVerdict Apply(
        VehicleState state,
        VehicleInput input,
        RuleBook book,
        List<RuleEvent> events,
        Instant? judgedAt = null,
        CheckpointSink? checkpoints = null)
    {
        state.LastMarks = FilterMarks.None;
        var at = judgedAt ?? input.Received;
        var plan = book.PlanAt(at);
        var judge = book.At(at);
        if (!ReferenceEquals(state.Plan, plan))
        {
            PlanChange.Adopt(state, book, plan);
            SetNextDeadline(state, judge);
        }
        else if (!ReferenceEquals(judge, book))
        {
            SetNextDeadline(state, judge);
        }

        var verdict = input switch
        {
            Sample sample => ApplySample(state, sample, judge, at, events, checkpoints),
            Tick tick => ApplyTick(state, tick, judge, events),
            HeartbeatReport heartbeat => ApplyHeartbeat(state, heartbeat, judge, events),
            DriverReport driver => ApplyDriver(state, driver, judge, at, events),
            InspectionReport inspection => ApplyInspection(state, inspection, judge, events),
            _ => throw new ArgumentException("An input of a kind that the rules do not know: " + input.GetType().Name, nameof(input)),
        };
        SetNextDeadline(state, book);
        return verdict;
    }

    /// <summary>The same without touching <paramref name="state"/>: for tests, explain and back-test.</summary>
    public static Evaluation Step(VehicleState state, VehicleInput input, RuleBook book)
    {
        var next = state.Clone();
        var events = new List<RuleEvent>();
        var verdict = Apply(next, input, book, events);
        return new Evaluation(next, verdict, events);
    }

    /// <summary>What each detection makes of <paramref name="input"/> and why, without touching <paramref name="state"/>.</summary>
    public static InputExplanation Explain(VehicleState state, VehicleInput input, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(book);
        return Explainer.Explain(state, input, book);
    }

    private static InputVerdict ApplySample(
        VehicleState state, Sample sample, RuleBook book, Instant judgedAt, List<RuleEvent> events, CheckpointSink? checkpoints)
    {
        var time = sample.Time;
        var isCorrected = false;
        if (book.Profile == RuleProfile.Standard)
        {
            var judged = ClockFilter.Judge(ref time, sample.Received, book.Filters, out isCorrected);
            if (judged != InputVerdict.Applied)
            {
                return judged;
            }
        }

        var identity = SampleIdentity.Of(sample);
        if (time == state.Watermark && state.HasSeen(identity))
        {
            return InputVerdict.Duplicate;
        }

        if (checkpoints is not null && IsOutOfOrder(state, time, book))
        {
            return InputVerdict.OutOfOrder;
        }

        if (time < state.Watermark)
        {
            LateSample.Tell(state, sample, time, book, events);
            return InputVerdict.Late;
        }

        checkpoints?.Take(state, time.UnixMilliseconds, book.Late);
        FireDeadlines(state, time, book, events, byTick: false);
        var silent = state.Watermark is { } before ? time.UnixMilliseconds - before.UnixMilliseconds : 0;
        state.AdvanceTo(time);
        state.Window.Applied(time.UnixMilliseconds);
        state.Remember(identity);
        state.LastReceived = sample.Received;
        var turn = new Turn(state, book, time, sample.Received, events)
        {
            Late = sample.Buffered,
            SilentMilliseconds = silent,
            JudgedAtMs = judgedAt.UnixMilliseconds,
        };
        if (isCorrected)
        {
            turn.Marks = FilterMarks.GpsWeek;
        }

        SampleTurn.Run(ref turn, sample);
        state.LastMarks = turn.Marks;
        return InputVerdict.Applied;
    }

    /// <summary>Older than the newest sample, or than a deadline that a tick told of; and the state before it is kept.</summary>
    private static bool IsOutOfOrder(VehicleState state, Instant time, RuleBook book) =>
        state.Watermark is { } watermark
        && (time < watermark || time.UnixMilliseconds < state.Window.TickedTo)
        && state.Window.MarkFor(time.UnixMilliseconds, watermark.UnixMilliseconds, book.Late) >= 0;

    private static InputVerdict ApplyTick(VehicleState state, Tick tick, RuleBook book, List<RuleEvent> events)
    {
        state.Window.TickedTo = Math.Max(state.Window.TickedTo, FireDeadlines(state, tick.Time, book, events, byTick: true));
        return InputVerdict.Applied;
    }

    private static InputVerdict ApplyHeartbeat(VehicleState state, HeartbeatReport report, RuleBook book, List<RuleEvent> events)
    {
        if (report.IsConnect)
        {
            var connect = new Turn(state, book, report.Received, report.Received, events);
            return HeartbeatRule.ApplyConnect(ref connect);
        }

        // A heartbeat with an unusable time is still a sign of life: it counts from when it was received.
        var time = report.Time;
        var isUsable = book.Profile == RuleProfile.Raw
            || ClockFilter.Judge(ref time, report.Received, book.Filters, out _) == InputVerdict.Applied;
        time = isUsable ? time : report.Received;

        while (HeartbeatRule.Deadline(new VehicleStateView(state, book)) is var due && due <= time.UnixMilliseconds)
        {
            var missed = Turn.AtDeadline(state, book, new Instant(due), report.Received, events);
            HeartbeatRule.OnDeadline(ref missed);
        }

        var turn = new Turn(state, book, time, report.Received, events);
        return HeartbeatRule.ApplyExplicit(ref turn, report);
    }

    private static InputVerdict ApplyDriver(
        VehicleState state, DriverReport report, RuleBook book, Instant judgedAt, List<RuleEvent> events)
    {
        var time = report.Time;
        if (book.Profile == RuleProfile.Standard)
        {
            var judged = ClockFilter.Judge(ref time, report.Received, book.Filters, out _);
            if (judged != InputVerdict.Applied)
            {
                return judged;
            }
        }

        while (Dues.Next(state, book, announced: false, 0, DriverRule.Deadline, out var judge) is var due && due <= time.UnixMilliseconds)
        {
            var settled = Turn.AtDeadline(state, judge, new Instant(due), report.Received, events);
            DriverRule.OnDeadline(ref settled);
        }

        var turn = new Turn(state, book, time, report.Received, events) { JudgedAtMs = judgedAt.UnixMilliseconds };
        return DriverRule.ApplyExplicit(ref turn, report);
    }

    private static InputVerdict ApplyInspection(VehicleState state, InspectionReport report, RuleBook book, List<RuleEvent> events)
    {
        var turn = new Turn(state, book, report.Time, report.Received, events);
        return InspectionRule.Apply(ref turn, report);
    }

    /// <param name="byTick">
    /// In the raw profile nothing is announced and a tick means nothing, but a trip still ends by the time that has passed when the next sample comes.
    /// </param>
    /// <returns>The time of the last one, Unix ms; 0 when none was due.</returns>
    private static long FireDeadlines(VehicleState state, Instant time, RuleBook book, List<RuleEvent> events, bool byTick)
    {
        var judge = book;
        var next = IsAsAnnounced(state, book, byTick)
            ? state.NextDeadline?.UnixMilliseconds ?? Deadlines.Never
            : Dues.Next(state, book, announced: false, 0, Deadlines.Next, out judge);
        var last = 0L;
        while (next <= time.UnixMilliseconds && !(byTick && ReferenceEquals(judge, book) && book.Profile == RuleProfile.Raw))
        {
            last = next;
            var turn = Turn.AtDeadline(state, judge, new Instant(next), new Instant(next), events);
            Deadlines.Fire(ref turn);
            var after = Dues.Next(state, book, announced: false, last, Deadlines.Next, out judge);
            next = after > next ? after : throw new InvalidOperationException("A rule did not leave its deadline behind.");
        }

        return last;
    }

    // What was announced last is what is due, and asking the rules once more can be spared.
    private static bool IsAsAnnounced(VehicleState state, RuleBook book, bool byTick) =>
        (byTick || book.Profile == RuleProfile.Standard) && Dues.ChangeAhead(state, book) is null;

    private static void SetNextDeadline(VehicleState state, RuleBook book)
    {
        var next = Dues.Next(state, book, announced: true, 0, Deadlines.Next, out _);
        state.NextDeadline = next == Deadlines.Never ? null : new Instant(next);
    }
}
