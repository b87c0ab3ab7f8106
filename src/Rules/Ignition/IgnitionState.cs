using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Ignition;

/// <summary>What the ignition reads, what is believed of it, and an edge that waits for its confirmation.</summary>
internal struct IgnitionState
{
    private const int SourceShift = 3;
    private CompactInteger _believedSince;
    private CompactInteger _edgeAt;
    private CompactInteger _voltageSince;

    /// <summary>One more than the source; 0 is none.</summary>
    private byte _best;

    /// <summary>As last reported, believed or not.</summary>
    public bool? Reading;

    public bool? Believed;

    /// <summary>Since when it is what is believed; null when it was so from the start.</summary>
    public long? BelievedSince
    {
        readonly get => _believedSince;
        set => _believedSince = value;
    }

    /// <summary>When the edge away from what is believed was seen; null when none waits.</summary>
    public long? EdgeAt
    {
        readonly get => _edgeAt;
        set => _edgeAt = value;
    }

    public IgnitionSource EdgeSource;

    /// <summary>The most trusted source that has spoken; null before any.</summary>
    public IgnitionSource? Best
    {
        readonly get => _best == 0 ? null : (IgnitionSource)(_best - 1);
        set => _best = (byte)(value is { } source ? (int)source + 1 : 0);
    }

    /// <summary>The engine was seen to turn, so that 0 means off rather than "not connected".</summary>
    public bool HasRpm;

    /// <summary>Since when the supply voltage says <see cref="VoltageOn"/>; null while it says nothing.</summary>
    public long? VoltageSince
    {
        readonly get => _voltageSince;
        set => _voltageSince = value;
    }

    public bool VoltageOn;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Byte((byte)(Packed(Reading) | (Packed(Believed) << 2) | (Packed(VoltageSince is null ? null : VoltageOn) << 4)));
        writer.Byte((byte)((Best is { } best ? (int)best + 1 : 0) | (HasRpm ? 1 << 7 : 0) | ((int)EdgeSource << SourceShift)));
        writer.Time(BelievedSince);
        writer.Time(EdgeAt);
        if (VoltageSince is { } since)
        {
            writer.Time(since);
        }
    }

    public static IgnitionState Read(ref StateReader reader)
    {
        int readings = reader.Byte();
        int sources = reader.Byte();
        var state = new IgnitionState
        {
            Reading = Unpacked(readings),
            Believed = Unpacked(readings >> 2),
            Best = (sources & 7) == 0 ? null : (IgnitionSource)((sources & 7) - 1),
            HasRpm = (sources & (1 << 7)) != 0,
            EdgeSource = (IgnitionSource)((sources >> SourceShift) & 3),
            BelievedSince = reader.MaybeTime(),
            EdgeAt = reader.MaybeTime(),
        };
        if (Unpacked(readings >> 4) is { } on)
        {
            state.VoltageOn = on;
            state.VoltageSince = reader.Time();
        }

        return state;
    }

    private static int Packed(bool? value) => value is { } known ? (known ? 2 : 1) : 0;

    private static bool? Unpacked(int bits) => (bits & 3) switch
    {
        1 => false,
        2 => true,
        _ => null,
    };
}
