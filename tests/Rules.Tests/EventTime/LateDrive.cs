using System.Buffers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Tests.EventTime;

/// <summary>A vehicle whose messages come in any order, as its lane treats them: what comes together runs again once.</summary>
internal sealed class LateDrive(RuleBook book)
{
    private readonly List<Record> _journal = [];
    private readonly Dictionary<EventId, EventId> _derived = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private VehicleHistory? _history;
    private long _position;

    public VehicleState State { get; private set; } = new(Given.Vehicle);

    /// <summary>Everything that was sent, in the order of sending.</summary>
    public List<RuleEvent> Sent { get; } = [];

    public HashSet<EventId> Superseded { get; } = [];

    public int Steps { get; private set; }

    /// <summary>Samples that were older than everything that is kept.</summary>
    public int BeyondWindow => _journal.Count(r => r.IsApart);

    /// <summary>What counts in the end: an id derived from trigger, subject, kind and time per event that was not superseded. One that was
    /// taken back and told again counts as it was told last.</summary>
    public IEnumerable<EventId> Effective =>
        Sent.Where(e => e.Kind != EventKind.Corrected && !Superseded.Contains(e.Id))
            .GroupBy(e => e.Id)
            .Select(told => _derived.GetValueOrDefault(told.Key, told.Last().DerivedId))
            .Distinct();

    public LateDrive Send(params IEnumerable<VehicleInput> batch)
    {
        var waiting = new List<VehicleInput>();
        foreach (var input in batch)
        {
            if ((waiting.Count > 0 && VehicleHistory.Reaches(State, input, book)) || !Applied(input))
            {
                waiting.Add(input);
            }
        }

        if (waiting.Count > 0)
        {
            RunAgain(waiting);
        }

        return this;
    }

    public LateDrive Send(params SampleBuilder[] batch) => Send(batch.Select(b => b.Build()));

    /// <summary>All that was in memory goes; what was stored and journalled comes back.</summary>
    public void Restart()
    {
        State = Saved.Again(State);
        _history = null;
    }

    private bool Applied(VehicleInput input)
    {
        _bytes.ResetWrittenCount();
        var sink = new CheckpointSink(_bytes);
        sink.Begin(++_position);
        var events = new List<RuleEvent>();
        var verdict = RuleEngine.Apply(State, input, book, events, null, sink);
        if (verdict == InputVerdict.OutOfOrder)
        {
            return false;
        }

        if (verdict != InputVerdict.Duplicate)
        {
            Add(new Record(input, _position, _bytes.WrittenSpan.ToArray(), [.. events.Select(ToldEvent.Of)], [], [], verdict == InputVerdict.Late));
            Send(events);
        }

        return true;
    }

    private void RunAgain(List<VehicleInput> waiting)
    {
        _history ??= Read();
        var before = _journal.Count;
        foreach (var input in waiting)
        {
            if (_history.Place(input, book, input.Received, ++_position))
            {
                _journal.Add(new Record(input, _position, [], [], [], [], false));
            }
        }

        if (_journal.Count == before)
        {
            return;
        }

        var outcome = _history.Rerun(State, book);
        Assert.NotNull(outcome);
        State = outcome.State;
        Steps += outcome.Steps;
        Send(outcome.Found);
        Superseded.UnionWith(outcome.Superseded.Select(s => s.Id));
        foreach (var moved in outcome.Moved)
        {
            _derived[moved.Id] = moved.Derived;
        }

        var found = outcome.Found.Where(f => f.Kind != EventKind.Corrected).Select(ToldEvent.Of);
        _journal[^1] = _journal[^1] with { Told = [.. found], Moved = [.. outcome.Moved], Superseded = [.. outcome.Superseded] };
    }

    /// <summary>What was taken back and turns up again counts again.</summary>
    private void Send(IReadOnlyList<RuleEvent> events)
    {
        Sent.AddRange(events);
        foreach (var found in events)
        {
            Superseded.Remove(found.Id);
            _derived.Remove(found.Id);
        }
    }

    private void Add(Record record)
    {
        _journal.Add(record);
        if (_history is not null)
        {
            Give(_history, record);
        }
    }

    private VehicleHistory Read()
    {
        var history = new VehicleHistory();
        _journal.ForEach(r => Give(history, r));
        return history;
    }

    private void Give(VehicleHistory history, Record record)
    {
        if (record.IsApart)
        {
            return;
        }

        history.Append(record.Input, book, record.Input.Received, record.Position, record.Checkpoint);
        Array.ForEach(record.Superseded, s => history.Superseded(s.Id));
        Array.ForEach(record.Told, t => history.Told(t));
        Array.ForEach(record.Moved, m => history.Moved(m.Id, m.Derived));
    }

    private sealed record Record(
        VehicleInput Input,
        long Position,
        byte[] Checkpoint,
        ToldEvent[] Told,
        ToldEvent[] Moved,
        ToldEvent[] Superseded,
        bool IsApart);
}
