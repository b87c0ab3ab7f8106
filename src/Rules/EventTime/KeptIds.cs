using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.EventTime;

/// <summary>Events that a run finds at another time than they were told keep the ids under which they were told.</summary>
internal sealed class KeptIds
{
    private readonly Dictionary<EventId, EventId> _events = [];
    private readonly Dictionary<ulong, ulong> _visits = [];

    public EventId? Find(EventId derived) => _events.TryGetValue(derived, out var id) ? id : null;

    public ulong VisitOf(ulong derived) => _visits.GetValueOrDefault(derived, derived);

    public void Keep(EventId derived, EventId id) => _events[derived] = id;

    public void Keep(in ToldEvent found, in ToldEvent told)
    {
        _events[found.Derived] = told.Id;
        if (found.Visit != 0 && told.Visit != 0)
        {
            _visits[found.Visit] = told.Visit;
        }
    }
}
