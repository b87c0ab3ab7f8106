using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Filters;

/// <summary>The last fix that was good enough to measure from, and what the filters hold against it.</summary>
internal struct FixState
{
    /// <summary>Null before the first good fix.</summary>
    public Position? Last;
    public long LastAt;
    public long LastReceived;

    /// <summary>The newest of the fixes that jumped away; they move the anchor when there are enough that agree.</summary>
    public Position Candidate;
    public long CandidateAt;
    public byte Candidates;

    /// <summary>Where the vehicle stood when its ignition went off; null while it may drive.</summary>
    public Position? Parked;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Place(Last);
        if (Last is not null)
        {
            writer.Time(LastAt);
            writer.Time(LastReceived);
        }

        writer.Byte(Candidates);
        if (Candidates > 0)
        {
            writer.Place(Candidate);
            writer.Time(CandidateAt);
        }

        writer.Place(Parked);
    }

    public static FixState Read(ref StateReader reader)
    {
        var state = new FixState { Last = reader.MaybePlace() };
        if (state.Last is not null)
        {
            state.LastAt = reader.Time();
            state.LastReceived = reader.Time();
        }

        state.Candidates = reader.Byte();
        if (state.Candidates > 0)
        {
            state.Candidate = reader.Place();
            state.CandidateAt = reader.Time();
        }

        state.Parked = reader.MaybePlace();
        return state;
    }
}
