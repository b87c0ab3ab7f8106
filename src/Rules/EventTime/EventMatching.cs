using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.EventTime;

/// <summary>
/// Finds for the events of a new run those that were told before (telematics reference 2.4). One that has the same parts is the same; what is
/// left on both sides is paired in order per (trigger, subject, kind).
/// </summary>
internal sealed class EventMatching
{
    private readonly ToldEvent?[] _matches;

    public EventMatching(IReadOnlyList<ToldEvent> found, IEnumerable<ToldEvent> told)
    {
        _matches = new ToldEvent?[found.Count];
        var left = new Dictionary<EventId, ToldEvent>();
        foreach (var one in told)
        {
            left[one.Derived] = one;
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (left.Remove(found[i].Derived, out var same))
            {
                _matches[i] = same;
            }
        }

        Pair(found, left);
        Superseded = [.. left.Values.OrderBy(t => t.OccurredMs).ThenBy(t => t.Id.High)];
    }

    /// <summary>Told before and found no more.</summary>
    public IReadOnlyList<ToldEvent> Superseded { get; }

    /// <summary>The ids to keep; null when no event moved.</summary>
    public KeptIds? Kept { get; private set; }

    /// <summary>What was told before of the event at <paramref name="index"/>; null when it is new.</summary>
    public ToldEvent? MatchOf(int index) => _matches[index];

    /// <inheritdoc cref="KeptIds.Keep"/>
    public void Keep(EventId found, EventId id) => (Kept ??= new KeptIds()).Keep(found, id);

    private void Pair(IReadOnlyList<ToldEvent> found, Dictionary<EventId, ToldEvent> left)
    {
        if (left.Count == 0)
        {
            return;
        }

        var waiting = left.Values.OrderBy(t => t.OccurredMs).ThenBy(t => t.Id.High)
            .GroupBy(t => t.Key).ToDictionary(g => g.Key, g => new Queue<ToldEvent>(g));
        for (var i = 0; i < found.Count; i++)
        {
            if (_matches[i] is null && waiting.TryGetValue(found[i].Key, out var queue) && queue.TryDequeue(out var told))
            {
                left.Remove(told.Derived);
                _matches[i] = told;
            }
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (_matches[i] is { } told && told.Id != found[i].Id)
            {
                Keep(found[i].Id, told.Id);
                if (found[i].Visit != 0 && told.Visit != 0)
                {
                    Kept!.KeepVisit(found[i].Visit, told.Visit);
                }
            }
        }
    }
}
