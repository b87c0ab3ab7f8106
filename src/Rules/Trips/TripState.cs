using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Trips;

/// <summary>Parked, or on a trip, and where the trip may have ended.</summary>
internal sealed class TripState
{
    /// <summary>Changes of driver in one trip that are remembered; beyond them the earliest goes.</summary>
    private const int MaxFormerDrivers = 8;
    private const int FormerShift = 7;

    /// <summary>Null while parked. Its place, odometer and landmark are those of the start.</summary>
    public TripMark? Start;

    /// <summary>Where the vehicle is parked and when it was last seen there; null before the first fix and on a trip.</summary>
    public TripMark? Anchor;

    /// <summary>The first of two moving fixes that begin a trip.</summary>
    public TripMark? FirstMoving;

    /// <summary>The off edge of the ignition, while it stays off.</summary>
    public TripMark? Off;

    /// <summary>The first stationary fix, while it stands.</summary>
    public TripMark? Stop;

    /// <summary>It stands inside a landmark.</summary>
    public bool StopInLandmark;

    /// <summary>The newest fix of the trip, with what the trip amounts to so far.</summary>
    public TripMark Latest;

    /// <summary>Time of the newest sample, with a fix or without.</summary>
    public long LastAt;

    /// <summary>The newest sample idled: the time to the next one counts as idle.</summary>
    public bool IsIdling;
    public ulong TripId;
    public double MaxMph;
    public long? IgnitionOnAt;

    /// <summary>Drivers who were replaced during the trip, in order; the last is the vehicle's own.</summary>
    public SmallList<TripDriver> FormerDrivers;

    public TripState Clone()
    {
        var copy = (TripState)MemberwiseClone();
        copy.FormerDrivers = FormerDrivers.Clone();
        return copy;
    }

    /// <summary>The driver is about to be another one, or none.</summary>
    public void NoteDriver(in DriverState leaving, long until)
    {
        if (Start is null || leaving.DriverId is not { } driver)
        {
            return;
        }

        if (FormerDrivers.Count == MaxFormerDrivers)
        {
            FormerDrivers.RemoveAt(0);
        }

        FormerDrivers.Add(new TripDriver(driver, leaving.Since ?? until, until));
    }

    /// <summary>Who drove the trip, by time; parts without a known driver are left out.</summary>
    public DrivenPart[] DriversUntil(in DriverState current, long endedAt)
    {
        var parts = new List<DrivenPart>(FormerDrivers.Count + 1);
        foreach (ref readonly var former in FormerDrivers.Span)
        {
            Add(parts, former.DriverId, former.Since, former.Until, endedAt);
        }

        if (current.DriverId is { } driver)
        {
            Add(parts, driver, current.Since ?? Start!.Value.At, endedAt, endedAt);
        }

        return [.. parts];
    }

    private void Add(List<DrivenPart> parts, string driver, long since, long until, long endedAt)
    {
        var (from, to) = (Math.Max(since, Start!.Value.At), Math.Min(until, endedAt));
        if (from < to)
        {
            parts.Add(new DrivenPart(driver, new Instant(from), new Instant(to)));
        }
    }

    public void Write(ref StateWriter writer)
    {
        writer.Unsigned((uint)((StopInLandmark ? 1 : 0) | (IsIdling ? 2 : 0) | Bit(Start, 2) | Bit(Anchor, 3) | Bit(FirstMoving, 4)
            | Bit(Off, 5) | Bit(Stop, 6) | (FormerDrivers.Count << FormerShift)));
        if (Start is not null)
        {
            // The newest fix is the vehicle's own: it is written first, so that most of it is a repetition.
            Latest.Write(ref writer);
            writer.Fixed(TripId);
            writer.Number(MaxMph);
            writer.Time(IgnitionOnAt);
        }

        writer.Time(LastAt);
        Start?.Write(ref writer);
        Anchor?.Write(ref writer);
        FirstMoving?.Write(ref writer);
        Off?.Write(ref writer);
        Stop?.Write(ref writer);
        foreach (ref readonly var former in FormerDrivers.Span)
        {
            writer.Text(former.DriverId);
            writer.Time(former.Since);
            writer.Time(former.Until);
        }
    }

    public static TripState Read(ref StateReader reader)
    {
        var flags = (int)reader.Unsigned();
        var state = new TripState { StopInLandmark = (flags & 1) != 0, IsIdling = (flags & 2) != 0 };
        if (Has(flags, 2))
        {
            state.Latest = TripMark.Read(ref reader);
            state.TripId = reader.Fixed();
            state.MaxMph = reader.Number();
            state.IgnitionOnAt = reader.MaybeTime();
        }

        state.LastAt = reader.Time();
        state.Start = Has(flags, 2) ? TripMark.Read(ref reader) : null;
        state.Anchor = Has(flags, 3) ? TripMark.Read(ref reader) : null;
        state.FirstMoving = Has(flags, 4) ? TripMark.Read(ref reader) : null;
        state.Off = Has(flags, 5) ? TripMark.Read(ref reader) : null;
        state.Stop = Has(flags, 6) ? TripMark.Read(ref reader) : null;
        for (var left = flags >> FormerShift; left > 0 && !reader.Failed; left--)
        {
            state.FormerDrivers.Add(new TripDriver(reader.Text() ?? string.Empty, reader.Time(), reader.Time()));
        }

        return state;
    }

    private static int Bit(in TripMark? mark, int bit) => mark.HasValue ? 1 << bit : 0;

    private static bool Has(int flags, int bit) => (flags & (1 << bit)) != 0;
}
