using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.EventTime;

/// <summary>An input of a vehicle's recent past.</summary>
/// <param name="Time">Event time as the rules take it: corrected where the clock filter does.</param>
/// <param name="Arrival">Its place in the order of arrival.</param>
/// <param name="JudgedAt">Detections that took effect later play no part in its judgement.</param>
/// <param name="Position">Journal position.</param>
/// <param name="Checkpoint">The state before it, where that was kept; else empty.</param>
internal sealed record HeldInput(
    VehicleInput Input, Instant Time, long Arrival, Instant JudgedAt, long Position, byte[] Checkpoint)
{
    /// <param name="judgedAt">Settings that took effect later play no part.</param>
    public static Instant TimeOf(VehicleInput input, RuleBook book, Instant judgedAt)
    {
        var time = input.Time;
        book = book.At(judgedAt);
        if (input is Sample && book.Profile == RuleProfile.Standard)
        {
            ClockFilter.Judge(ref time, input.Received, book.Filters, out _);
        }

        return time;
    }

    /// <summary>The order in which inputs are applied when they are applied again (telematics reference 2.2): time, sequence, content; samples first.</summary>
    public static int Compare(HeldInput left, HeldInput right)
    {
        var byTime = left.Time.CompareTo(right.Time);
        if (byTime != 0)
        {
            return byTime;
        }

        if (left.Input is not Sample one || right.Input is not Sample other)
        {
            var byRank = RankOf(left.Input).CompareTo(RankOf(right.Input));
            return byRank != 0 ? byRank : left.Arrival.CompareTo(right.Arrival);
        }

        var bySequence = Nullable.Compare(one.Sequence, other.Sequence);
        var byContent = bySequence != 0 ? bySequence : one.ContentHash.CompareTo(other.ContentHash);
        return byContent != 0 ? byContent : left.Arrival.CompareTo(right.Arrival);
    }

    private static int RankOf(VehicleInput input) => input switch
    {
        Sample => 0,
        Tick => 2,
        _ => 1,
    };
}
