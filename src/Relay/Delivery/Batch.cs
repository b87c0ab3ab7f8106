namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Messages that go in one request, and in the same one again until it is answered for all of them: the fronts of other lanes, which wait behind
/// it. To its endpoint's queue it is a lane like others. Before it is first sent its id is written to its members' rows, so that a restart finds it again.
/// </summary>
internal sealed class Batch : Lane
{
    /// <param name="members">In order of their numbers, which within a key is the order in which they happened.</param>
    /// <param name="behind">The lanes that they stood at the front of.</param>
    /// <param name="storedId">What their rows say already; null for a new batch.</param>
    public Batch(IEnumerable<QueuedDelivery> members, Lane[] behind, Guid? storedId)
        : base(key: null)
    {
        foreach (var member in members)
        {
            Add(member);
        }

        (Behind, StoredId) = (behind, storedId);
        foreach (var lane in behind)
        {
            (lane.Ahead, lane.State) = (this, LaneState.Behind);
        }
    }

    /// <summary>The lanes that go on when it is answered; they may be empty.</summary>
    public Lane[] Behind { get; private set; }

    /// <summary>The id in its members' rows; null until they have one. It differs from the true one when a member has left since.</summary>
    public Guid? StoredId { get; set; }

    public override OneOrMany<QueuedDelivery> Load => new([.. Messages]);

    public override int Held => Count + Behind.Sum(l => l.Count);

    public override bool HoldsOthers => Behind.Length > 0;

    public override bool Carries(long id) => Messages.Any(m => m.Id == id);

    /// <summary>Takes the lanes from behind it: they are free to go on.</summary>
    public Lane[] Release()
    {
        var released = Behind;
        Behind = [];
        foreach (var lane in released)
        {
            lane.Ahead = null;
        }

        return released;
    }
}
