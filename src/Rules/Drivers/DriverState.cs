using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Drivers;

/// <summary>Who drives, since when, and a tag that was read but may yet be replaced.</summary>
internal struct DriverState
{
    private CompactInteger _since;

    /// <summary>Null when nobody is assigned, or an unknown tag is.</summary>
    public string? DriverId;

    /// <summary>The tag in normal form; null when the driver was named or nobody is assigned.</summary>
    public string? Tag;

    /// <summary>Null before the first assignment.</summary>
    public long? Since
    {
        readonly get => _since;
        set => _since = value;
    }

    public string? PendingTag;
    public long PendingAt;

    public readonly bool IsEmpty => Since is null && PendingTag is null;

    public readonly bool IsAssigned => DriverId is not null || Tag is not null;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Text(DriverId);
        writer.Text(Tag);
        writer.Time(Since);
        writer.Text(PendingTag);
        if (PendingTag is not null)
        {
            writer.Time(PendingAt);
        }
    }

    public static DriverState Read(ref StateReader reader)
    {
        var state = new DriverState
        {
            DriverId = reader.Text(),
            Tag = reader.Text(),
            Since = reader.MaybeTime(),
            PendingTag = reader.Text(),
        };
        state.PendingAt = state.PendingTag is null ? 0 : reader.Time();
        return state;
    }
}
