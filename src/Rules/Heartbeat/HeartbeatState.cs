using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Heartbeat;

/// <summary>When the vehicle was last heard of, and by what.</summary>
internal struct HeartbeatState
{
    private CompactInteger _lastAt;
    private CompactInteger _heardAt;

    /// <summary>Last heartbeat, explicit or derived; the first message of a vehicle counts as one. Null before it.</summary>
    public long? LastAt
    {
        readonly get => _lastAt;
        set => _lastAt = value;
    }

    /// <summary>The last explicit one, so that the same one is told again from a new one. Null before any: many devices send none.</summary>
    public ExplicitHeartbeat? Explicit;

    /// <summary>Event time of the last message of any kind.</summary>
    public long? HeardAt
    {
        readonly get => _heardAt;
        set => _heardAt = value;
    }

    /// <summary>Silences up to here have been reported; starts anew with each message.</summary>
    public long MissedThrough;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(LastAt);
        writer.Time(Explicit?.At);
        if (Explicit is not null)
        {
            writer.Fixed(Explicit.Content);
        }

        writer.Time(HeardAt);
        if (HeardAt is { } heard)
        {
            writer.Signed(MissedThrough - heard);
        }
    }

    public static HeartbeatState Read(ref StateReader reader)
    {
        var state = new HeartbeatState { LastAt = reader.MaybeTime() };
        state.Explicit = reader.MaybeTime() is { } at ? new ExplicitHeartbeat(at, reader.Fixed()) : null;
        state.HeardAt = reader.MaybeTime();
        state.MissedThrough = state.HeardAt is { } heard ? heard + reader.Signed() : 0;
        return state;
    }
}
