using System.Globalization;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>One instant of one vehicle on its way through the rules: what the input gave, and where events go.</summary>
/// <remarks>Lives on the stack, so that an input without events allocates nothing.</remarks>
internal ref struct Turn(VehicleState state, RuleBook book, Instant now, Instant received, List<RuleEvent> events)
{
    private const string FoundLater = "0";

    private readonly List<RuleEvent> _events = events;
    private VehicleSnapshot? _vehicle;
    private string? _sampleSubject;

    public readonly VehicleState State { get; } = state;

    public readonly RuleBook Book { get; } = book;

    public readonly RulePlan Plan { get; } = state.Plan ?? book.Plan;

    public readonly bool Raw { get; } = book.Profile == RuleProfile.Raw;

    /// <summary>Event time, corrected where the clock filter could.</summary>
    public readonly Instant Now { get; } = now;

    public readonly Instant Received { get; } = received;

    /// <summary>What took effect later, detections and owners of tags, plays no part: Unix ms of the receive time.</summary>
    public long JudgedAtMs { get; init; } = long.MaxValue;

    public bool Late { get; set; }

    public FilterMarks Marks { get; set; }

    /// <summary>The accepted position of this input; null when it gave none.</summary>
    public Position? Fix { get; set; }

    /// <summary>Good enough for landmarks and distance.</summary>
    public bool IsGoodFix { get; set; }

    public bool PoorFix { get; set; }

    /// <summary>The fix follows no earlier one: the way between them is not known.</summary>
    public bool Reanchored { get; set; }

    /// <summary>The good fix before this one.</summary>
    public Position? Previous { get; set; }

    public Instant PreviousAt { get; set; }

    public Instant PreviousReceived { get; set; }

    /// <summary>From the good fix before to this one; 0 when the way is not known.</summary>
    public double StepMeters { get; set; }

    /// <summary>Speed of this very input; null when it said nothing.</summary>
    public Speed? Speed { get; set; }

    /// <summary>This is the first speed of the vehicle ever.</summary>
    public bool IsFirstSpeed { get; set; }

    /// <summary>From the sample before to this one, milliseconds; 0 for the first.</summary>
    public long SilentMilliseconds { get; set; }

    /// <summary>What the ignition read before this input.</summary>
    public bool? IgnitionBefore { get; set; }

    /// <summary>Posted limit at this fix; null is unknown.</summary>
    public Speed? Limit { get; set; }

    public PostedSpeed.LimitSource LimitSource { get; set; }

    /// <summary>The fix is on a road that is known to have no limit, so <see cref="Limit"/> is null without being unknown.</summary>
    public bool IsUnlimited { get; set; }

    /// <summary>The way that gave <see cref="Limit"/>, where roads did.</summary>
    public Roads.RoadPlace Road { get; set; }

    /// <summary>
    /// The instant of a deadline. It was judged when it passed, event time running on at the wall clock's pace from the last arrival: a
    /// detection that took effect after that tells nothing of it.
    /// </summary>
    /// <param name="received">For a state without any message.</param>
    public static Turn AtDeadline(VehicleState state, RuleBook book, Instant due, Instant received, List<RuleEvent> events) =>
        new(state, book, due, state.LastReceived ?? received, events) { JudgedAtMs = state.WallClockAt(due) ?? long.MaxValue };

    /// <summary>Tells this input from others of the same time: its sequence number, else its content.</summary>
    public string SampleSubject(Sample sample) =>
        _sampleSubject ??= sample.Sequence?.ToString(CultureInfo.InvariantCulture) ?? Subject(sample.ContentHash);

    public static string Subject(ulong contentHash) => contentHash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The id of an event that is about to be emitted, numbered when equal ones came before it at this instant.</summary>
    public readonly EventIdentity Identify(IWatch watch, EventKind kind, string subject, Instant occurredAt)
    {
        var id = EventIdFactory.Derive(State.Key, watch.Trigger, subject, kind, occurredAt);
        var number = State.CountEmitted(id, occurredAt);
        var derived = number == 0 ? id : EventIdFactory.Derive(State.Key, watch.Trigger, subject, kind, occurredAt, number);
        id = derived;
        while (State.Taken.Contains(id))
        {
            id = EventIdFactory.Derive(State.Key, watch.Trigger, subject, kind, occurredAt, ++number);
        }

        return new EventIdentity(id, derived);
    }

    /// <summary>Emits a report whose subject is the message itself: it cannot come twice, so it needs no number.</summary>
    public void Report(IWatch watch, string subject, EventDetail detail)
    {
        var id = EventIdFactory.Derive(State.Key, watch.Trigger, subject, EventKind.Report, Now);
        Emit(new EventIdentity(id, id), watch, EventKind.Report, subject, Now, detail);
    }

    public void Emit(IWatch watch, EventKind kind, string subject, Instant occurredAt, EventDetail detail) =>
        Emit(Identify(watch, kind, subject, occurredAt), watch, kind, subject, occurredAt, detail);

    /// <summary>
    /// Emits the end of an interval. Those that end as an input comes are told apart by number. One that began at such an end and whose own end there
    /// is found out later, by silence, gets another id by that: there is at most one of it, since the next interval begins later. Its name would not
    /// do, since an interval that moves keeps the one it had.
    /// </summary>
    public void EmitEnd(IWatch watch, Interval interval, EventDetail detail)
    {
        var end = interval.EndedAt!.Value;
        var isFoundLater = interval.StartedAt == end && end < Now;
        var identity = Identify(watch, EventKind.End, isFoundLater ? FoundLater : string.Empty, end);
        Emit(identity, watch, EventKind.End, string.Empty, end, detail);
    }

    public void Emit(EventIdentity identity, IWatch watch, EventKind kind, string subject, Instant occurredAt, EventDetail detail)
    {
        if (watch.EffectiveFromMs > JudgedAtMs)
        {
            return;
        }

        _events.Add(new RuleEvent
        {
            Id = identity.Id,
            DerivedId = identity.Derived,
            Detection = watch.Detection,
            Kind = kind,
            Subject = subject,
            OccurredAt = occurredAt,
            ConfirmedAt = Now,
            ReceivedAt = Received,
            Late = Late,
            Vehicle = _vehicle ??= State.Snapshot(),
            Detail = detail,
        });
    }

    /// <summary>Events of this input show the vehicle as <paramref name="vehicle"/> instead of its current state.</summary>
    public void Show(VehicleSnapshot vehicle) => _vehicle = vehicle;
}
