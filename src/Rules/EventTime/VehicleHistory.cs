using System.Runtime.InteropServices;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>
/// A vehicle's recent past: its inputs since the oldest state that is kept, and the events that were told of them. Late samples are put in their
/// places and the rules run again from the kept state before them.
/// </summary>
/// <remarks>
/// A copy of what the journal holds, made when a sample comes late; whether it is at hand or read again decides nothing. Not thread-safe.
/// </remarks>
public sealed class VehicleHistory
{
    private readonly List<HeldInput> _inputs = [];
    private readonly List<(ToldEvent Event, long Arrival)> _told = [];
    private readonly List<HeldInput> _placed = [];
    private HashSet<(Instant Time, ulong Identity)>? _known;
    private long _arrivals;
    private bool _isSorted = true;

    /// <summary>Inputs at hand.</summary>
    public int Count => _inputs.Count;

    /// <summary>Journal position of the kept state to which <paramref name="sample"/> can be applied; null when there is none.</summary>
    public static long? PositionFor(VehicleState state, Sample sample, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(book);
        var index = MarkFor(state, HeldInput.TimeOf(sample, book, sample.Received).UnixMilliseconds, book);
        return index < 0 ? null : state.Window.Marks[index].Position;
    }

    /// <summary>Whether an input can be put in its place: all but samples that are older than everything that is kept.</summary>
    public static bool Reaches(VehicleState state, VehicleInput input, RuleBook book) =>
        input is not Sample sample || PositionFor(state, sample, book) is not null;

    /// <summary>Whether the state that was kept at <paramref name="position"/> is at hand.</summary>
    public bool ReachesTo(long position) => _inputs.Exists(i => i.Position == position && i.Checkpoint.Length > 0);

    /// <summary>The next input in the order of arrival, which was applied.</summary>
    /// <param name="checkpoint">The state before it, where that was kept.</param>
    public void Append(VehicleInput input, RuleBook book, Instant judgedAt, long position, ReadOnlySpan<byte> checkpoint)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(book);
        _known = null;
        Add(new HeldInput(input, HeldInput.TimeOf(input, book, judgedAt), ++_arrivals, judgedAt, position, checkpoint.ToArray()));
    }

    /// <summary>An event of the input that was appended last.</summary>
    public void Told(in ToldEvent told) => _told.Add((told, _arrivals));

    /// <summary>An event was found again at another time.</summary>
    public void Moved(EventId id, EventId derived)
    {
        var index = _told.FindIndex(t => t.Event.Id == id);
        if (index >= 0)
        {
            _told[index] = (_told[index].Event with { Derived = derived }, _arrivals);
        }
    }

    /// <summary>An event was found no more.</summary>
    public void Superseded(EventId id) => _told.RemoveAll(t => t.Event.Id == id);

    /// <summary>An input that waits for <see cref="Rerun"/>.</summary>
    /// <returns>False when the history holds the same message.</returns>
    public bool Place(VehicleInput input, RuleBook book, Instant judgedAt, long position)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(book);
        var held = new HeldInput(input, HeldInput.TimeOf(input, book, judgedAt), ++_arrivals, judgedAt, position, []);
        if (input is Sample sample && !(_known ??= Known()).Add((held.Time, SampleIdentity.Of(sample))))
        {
            return false;
        }

        _placed.Add(held);
        return true;
    }

    /// <summary>Runs the past again with what was placed since the last run.</summary>
    /// <returns>Null when the state before them is not at hand; then nothing was placed.</returns>
    public RerunOutcome? Rerun(VehicleState state, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(book);
        var earliest = _placed.Where(p => p.Input is Sample).Select(p => p.Time.UnixMilliseconds).DefaultIfEmpty(long.MaxValue).Min();
        var index = MarkFor(state, earliest, book);
        var first = index < 0 ? null : Find(state.Window.Marks[index]);
        if (first is null || VehicleState.Read(state.Key, first.Checkpoint) is null)
        {
            _placed.Clear();
            _known = null;
            return null;
        }

        PutInPlace();
        return Again(state, book, first, index);
    }

    private static int MarkFor(VehicleState state, long time, RuleBook book) =>
        state.Window.MarkFor(time, state.Watermark?.UnixMilliseconds ?? time, book.Late);

    /// <summary>The samples at hand: a backlog of thousands would else be compared with all of them, one by one.</summary>
    private HashSet<(Instant Time, ulong Identity)> Known() =>
        [.. _inputs.Concat(_placed).Where(i => i.Input is Sample).Select(i => (i.Time, SampleIdentity.Of((Sample)i.Input)))];

    private RerunOutcome Again(VehicleState before, RuleBook book, HeldInput first, int markIndex)
    {
        var mark = before.Window.Marks[markIndex];
        var found = new List<RuleEvent>();
        var after = RunFrom(before, book, first, mark, found);
        var told = _told.FindAll(t => t.Arrival >= first.Arrival).ConvertAll(t => t.Event);
        var matching = new EventMatching(found.ConvertAll(ToldEvent.Of), told);
        KeepApart(matching, found, told, before.Key);
        if (matching.Kept is { } kept)
        {
            found = found.ConvertAll(kept.Rename);
            kept.Rename(after);
        }

        var news = new List<RuleEvent>();
        var fresh = new List<ToldEvent>();
        var moved = new List<ToldEvent>();
        for (var i = 0; i < found.Count; i++)
        {
            if (matching.MatchOf(i) is not { } same)
            {
                news.Add(found[i].ConfirmedAt < before.Watermark ? found[i] with { Late = true } : found[i]);
                fresh.Add(ToldEvent.Of(found[i]));
            }
            else if (same.Derived != found[i].DerivedId)
            {
                moved.Add(same with { Derived = found[i].DerivedId });
            }
        }

        foreach (var gone in matching.Superseded)
        {
            Superseded(gone.Id);
        }

        fresh.ForEach(f => Told(f));
        moved.ForEach(m => Moved(m.Id, m.Derived));
        after.ToChange.Taken.Add(_told.Where(t => t.Arrival >= first.Arrival && t.Event.Id != t.Event.Derived).Select(t => t.Event).OrderBy(t => t.OccurredMs));
        after.Window.Marks = MarksUpTo(before, markIndex);
        Forget(after);
        news.AddRange(Corrections.Of(matching.Superseded, after, book));
        return new RerunOutcome(after, news, moved, matching.Superseded, _inputs.Count);
    }

    /// <summary>
    /// An event may turn up where one was told that has moved away since: it gets the next number, for the id is taken. What moved before the
    /// kept state is known to that.
    /// </summary>
    private static void KeepApart(EventMatching matching, List<RuleEvent> found, List<ToldEvent> told, VehicleKey vehicle)
    {
        var held = told.Select(t => t.Id).ToHashSet();
        var taken = held.Concat(found.Select(f => f.Id)).ToHashSet();
        for (var i = 0; i < found.Count; i++)
        {
            if (matching.MatchOf(i) is null && held.Contains(found[i].Id))
            {
                var one = found[i];
                var number = 1;
                EventId next;
                do
                {
                    next = EventId.Derive(vehicle, one.Detection.Canonical, one.Subject, one.Kind, one.OccurredAt, number++);
                }
                while (!taken.Add(next));
                matching.Keep(one.Id, next);
            }
        }
    }

    /// <summary>Applies to the kept state what it does not contain: all that arrived with or after its sample and is later than it.</summary>
    private VehicleState RunFrom(
        VehicleState before, RuleBook book, HeldInput first, in CheckpointMark mark, List<RuleEvent> found)
    {
        var state = VehicleState.Read(before.Key, first.Checkpoint)!;
        foreach (var held in _inputs)
        {
            if (held.Arrival >= first.Arrival && (held.Input is not Sample || held.Time.UnixMilliseconds > mark.Before))
            {
                RuleEngine.Apply(state, held.Input, book, found, held.JudgedAt);
            }
        }

        return state;
    }

    // Newer states were kept without the late samples: they are of no use any more. The next ones are kept as time goes on.
    private static TightList<CheckpointMark> MarksUpTo(VehicleState before, int last)
    {
        var marks = default(TightList<CheckpointMark>);
        for (var i = 0; i <= last; i++)
        {
            marks.Add(before.Window.Marks[i]);
        }

        return marks;
    }

    /// <summary>Lets go of what lies before the oldest state that is still kept.</summary>
    private void Forget(VehicleState state)
    {
        if (Find(state.Window.Marks[0])?.Arrival is { } arrival)
        {
            _known = _inputs.RemoveAll(i => i.Arrival < arrival) > 0 ? null : _known;
            _told.RemoveAll(t => t.Arrival < arrival);
        }
    }

    // One row of the journal may hold several kept states of a vehicle.
    private HeldInput? Find(CheckpointMark mark) =>
        _inputs.Find(i => i.Position == mark.Position && i.Checkpoint.Length > 0 && i.Time.UnixMilliseconds == mark.At);

    private void Add(HeldInput input)
    {
        _isSorted &= _inputs.Count == 0 || HeldInput.Compare(_inputs[^1], input) <= 0;
        _inputs.Add(input);
    }

    /// <summary>Merges what was placed into the inputs: most of these are in order already, and there may be thousands.</summary>
    private void PutInPlace()
    {
        if (!_isSorted)
        {
            _inputs.Sort(HeldInput.Compare);
            _isSorted = true;
        }

        _placed.Sort(HeldInput.Compare);
        var (left, right) = (_inputs.Count - 1, _placed.Count - 1);
        CollectionsMarshal.SetCount(_inputs, _inputs.Count + _placed.Count);
        for (var to = _inputs.Count - 1; right >= 0; to--)
        {
            _inputs[to] = left >= 0 && HeldInput.Compare(_inputs[left], _placed[right]) > 0 ? _inputs[left--] : _placed[right--];
        }

        _placed.Clear();
    }
}
