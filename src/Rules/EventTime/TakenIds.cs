using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>
/// Ids of events that were told and have moved to another time since: they stay with those events (telematics reference 2.4), so an event that
/// turns up where one of them was told gets the next number.
/// </summary>
/// <remarks>
/// Bounded: the newest <see cref="MaxCount"/>, until the vehicle's time is <see cref="KeptMilliseconds"/> past them; rules tell of no earlier
/// time than that but in intervals whose start a setting delays for longer.
/// </remarks>
internal struct TakenIds
{
    public const int MaxCount = 64;
    public const long KeptMilliseconds = 3_600_000;

    private TightList<TakenId> _ids;

    public readonly bool IsEmpty => _ids.Count == 0;

    // Half a hash: one that is taken for another only costs the later event a number in its id, and the same one at each replay.
    public readonly bool Contains(EventId id)
    {
        foreach (ref readonly var taken in _ids.Span)
        {
            if (taken.Hash == (uint)id.Low)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="told">In the order of their times, so that the newest stay.</param>
    public void Add(IEnumerable<ToldEvent> told)
    {
        foreach (var one in told)
        {
            if (!Contains(one.Id))
            {
                if (_ids.Count == MaxCount)
                {
                    _ids.RemoveAt(0);
                }

                _ids.Add(new TakenId((uint)one.Id.Low, one.OccurredMs));
            }
        }
    }

    /// <summary>Forgets what nothing can be told of any more.</summary>
    public void AdvanceTo(long time)
    {
        for (var i = _ids.Count - 1; i >= 0; i--)
        {
            if (_ids[i].OccurredMs < time - KeptMilliseconds)
            {
                _ids.RemoveAt(i);
            }
        }
    }

    public readonly TakenIds Clone() => new() { _ids = _ids.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Unsigned((ulong)_ids.Count);
        foreach (ref readonly var taken in _ids.Span)
        {
            writer.Fixed32(taken.Hash);
            writer.Time(taken.OccurredMs);
        }
    }

    public static TakenIds Read(ref StateReader reader)
    {
        var ids = default(TakenIds);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            ids._ids.Add(new TakenId(reader.Fixed32(), reader.Time()));
        }

        return ids;
    }

    private readonly record struct TakenId(uint Hash, long OccurredMs);
}
