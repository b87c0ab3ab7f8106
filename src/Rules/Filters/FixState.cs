using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Filters;

/// <summary>The last fix that was good enough to measure from, and what the filters hold against it.</summary>
internal struct FixState
{
    private CompactPlace _last;
    private CompactPlace _parked;

    /// <summary>Null before the first good fix.</summary>
    public Position? Last
    {
        readonly get => _last;
        set => _last = value;
    }

    public long LastAt;
    public long LastReceived;

    /// <summary>Fixes that jumped away and agree; null when the newest one did not jump.</summary>
    public JumpedFixes? Jumped;

    /// <summary>Where the vehicle stood when its ignition went off; null while it may drive.</summary>
    public Position? Parked
    {
        readonly get => _parked;
        set => _parked = value;
    }

    public readonly void Write(ref StateWriter writer)
    {
        writer.Place(Last);
        if (Last is not null)
        {
            writer.Time(LastAt);
            writer.Time(LastReceived);
        }

        writer.Byte(Jumped?.Count ?? 0);
        if (Jumped is not null)
        {
            writer.Place(Jumped.Newest);
            writer.Time(Jumped.At);
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

        var jumped = reader.Byte();
        state.Jumped = jumped > 0 ? new JumpedFixes(jumped, reader.Place(), reader.Time()) : null;
        state.Parked = reader.MaybePlace();
        return state;
    }
}
