using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Ignition;

/// <summary>What the ignition reads, what is believed of it, and an edge that waits for its confirmation.</summary>
internal struct IgnitionState
{
    /// <summary>As last reported, believed or not.</summary>
    public bool? Reading;

    public bool? Believed;

    /// <summary>Since when it is what is believed; null when it was so from the start.</summary>
    public long? BelievedSince;

    /// <summary>When the edge away from what is believed was seen; null when none waits.</summary>
    public long? EdgeAt;

    public IgnitionSource EdgeSource;

    /// <summary>The device has sent the attribute: engine speed is not asked any more.</summary>
    public bool HasAttribute;

    /// <summary>The engine was seen to turn, so that 0 means off rather than "not connected".</summary>
    public bool HasRpm;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Flag(Reading);
        writer.Flag(Believed);
        writer.Time(BelievedSince);
        writer.Time(EdgeAt);
        writer.Byte((byte)(((int)EdgeSource << 2) | (HasAttribute ? 1 : 0) | (HasRpm ? 2 : 0)));
    }

    public static IgnitionState Read(ref StateReader reader)
    {
        var state = new IgnitionState
        {
            Reading = reader.MaybeFlag(),
            Believed = reader.MaybeFlag(),
            BelievedSince = reader.MaybeTime(),
            EdgeAt = reader.MaybeTime(),
        };
        var flags = reader.Byte();
        state.HasAttribute = (flags & 1) != 0;
        state.HasRpm = (flags & 2) != 0;
        state.EdgeSource = (flags >> 2) == 1 ? IgnitionSource.Rpm : IgnitionSource.Attribute;
        return state;
    }
}
