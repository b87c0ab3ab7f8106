using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Late samples of a lane: they wait until the batch is full, then each vehicle's past runs again once with them in their places, and what that
/// changes is told. Touched by the lane's thread alone.
/// </summary>
internal sealed class PastRuns(
    LaneContext context,
    BatchPool pool,
    LaneStates states,
    StatesBehind behind,
    TickSchedule ticks,
    JournalRowWriter journal,
    RerunBudgets budgets)
{
    private readonly PlacedInputs _waiting = new();
    private readonly HistoryCache _cache = new();
    private readonly List<RuleEvent> _events = [];

    /// <summary>Whether the input must wait too, so that it is not judged before what came earlier.</summary>
    public bool MustWait(VehicleEntry entry, VehicleInput input) =>
        _waiting.Has(entry) && VehicleHistory.Reaches(entry.State, input, entry.Vehicle.Account.Book.Rules);

    public void Wait(VehicleEntry entry, VehicleInput input) => _waiting.Add(entry, input);

    /// <summary>Runs the past of every vehicle of which something waits; call before the batch is submitted.</summary>
    /// <param name="isCurrent">False when the batch was built on a lost state and will be abandoned.</param>
    public void Run(LaneBatch batch, Func<bool> isCurrent)
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        foreach (var (entry, inputs) in _waiting.All)
        {
            var started = context.Clock.GetTimestamp();
            if (entry.History is null && !Load(entry, inputs, batch, isCurrent))
            {
                // The batch will be abandoned and its devices send again.
                break;
            }

            Run(entry, inputs, batch);
            context.Meters.RanFor(context.Clock.GetElapsedTime(started));
        }

        _waiting.Clear();
    }

    /// <summary>What waited goes: its batch is not submitted.</summary>
    public void Discard() => _waiting.Clear();

    /// <summary>The lane's states are read back, and with them new entries.</summary>
    public void Forget()
    {
        _waiting.Clear();
        _cache.Clear();
    }

    private bool Load(VehicleEntry entry, List<VehicleInput> inputs, LaneBatch batch, Func<bool> isCurrent)
    {
        // What is in flight is not in the store yet. It is awaited, not kept: a vehicle comes late for the first time now and then only.
        pool.WaitForOthers();
        if (!isCurrent())
        {
            return false;
        }

        var book = entry.Vehicle.Account.Book.Rules;
        var oldest = inputs.OfType<Sample>().Min(s => VehicleHistory.PositionFor(entry.State, s, book)) ?? 0;
        entry.History = states.ReadHistory(entry.Vehicle, entry.Position, oldest, book, batch);
        if (entry.History is not null)
        {
            _cache.Add(entry);
        }

        return true;
    }

    private void Run(VehicleEntry entry, List<VehicleInput> inputs, LaneBatch batch)
    {
        var book = entry.Vehicle.Account.Book;
        var placed = inputs.FindAll(i => Place(entry, i, book.Rules, batch.Position));
        if (placed.Count == 0)
        {
            return;
        }

        if (entry.History?.Rerun(entry.State, book.Rules) is not { } outcome)
        {
            entry.History = null;
            placed.ForEach(i => ApplyAsIs(entry, i, batch));
            return;
        }

        entry.State = outcome.State;
        context.Meters.Reran(placed.Count, outcome);
        budgets.Spend(entry.Vehicle, outcome.Steps);
        var told = outcome.Found.Where(f => f.Kind != EventKind.Corrected).Select(ToldEvent.Of).ToList();
        for (var i = 0; i < placed.Count; i++)
        {
            var isLast = i == placed.Count - 1;
            Record(
                entry, placed[i], batch, isLast ? RecordFlags.Placed | RecordFlags.Rerun : RecordFlags.Placed, isLast ? told : [], isLast ? outcome : null);
        }

        foreach (var found in outcome.Found)
        {
            book.Publish(found, entry.Vehicle, entry.CoolDowns, batch.Messages);
        }

        batch.Superseded.AddRange(outcome.Superseded.Select(s => new EventKey(s.Id.ToGuid(), s.OccurredMs)));
    }

    private bool Place(VehicleEntry entry, VehicleInput input, RuleBook book, long position)
    {
        if (entry.History is not { } history || history.Place(input, book, JournalRecord.JudgedAt(input, book.Version), position))
        {
            return true;
        }

        context.Meters.Judged(InputVerdict.Duplicate);
        return false;
    }

    /// <summary>The journal does not reach back any more: what is late stays so.</summary>
    private void ApplyAsIs(VehicleEntry entry, VehicleInput input, LaneBatch batch)
    {
        var book = entry.Vehicle.Account.Book;
        _events.Clear();
        var verdict = RuleEngine.Apply(entry.State, input, book.Rules, _events);
        context.Meters.Judged(verdict);
        if (verdict == InputVerdict.Duplicate)
        {
            return;
        }

        Record(entry, input, batch, verdict == InputVerdict.Late ? RecordFlags.Apart : RecordFlags.None, _events.ConvertAll(ToldEvent.Of), null);
        _events.ForEach(found => book.Publish(found, entry.Vehicle, entry.CoolDowns, batch.Messages));
    }

    private void Record(
        VehicleEntry entry, VehicleInput input, LaneBatch batch, RecordFlags flags, IReadOnlyList<ToldEvent> told, RerunOutcome? outcome)
    {
        journal.Add(
            batch.Body, entry.Vehicle.No, entry.Position, entry.Vehicle.Account.Book.Rules.Version, flags, told, input, rerun: outcome);
        batch.Records++;
        behind.Touched(entry, batch);
        ticks.Observe(entry);
    }
}
