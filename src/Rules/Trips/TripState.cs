using System.Runtime.CompilerServices;
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

    // A vehicle is parked or on a trip, so these two have two meanings: anchor or start, first moving fix or newest.
    private TripPlace _origin;
    private TripMark _newest;
    private bool _hasAnchor;
    private bool _hasFirstMoving;

    // In boxes, which are never written to: a vehicle that drives has neither.
    private StrongBox<TripMark>? _off;
    private StrongBox<TripMark>? _stop;
    private CompactInteger _ignitionOnAt;

    public bool IsOnTrip { get; private set; }

    /// <summary>Null while parked. Its place, odometer and landmark are those of the start.</summary>
    public TripMark? Start => IsOnTrip ? new TripMark(_origin) : null;

    /// <summary>The newest fix of the trip, with what the trip amounts to so far. Nothing while parked.</summary>
    public ref TripMark Latest => ref _newest;

    /// <summary>Where the vehicle is parked and when it was last seen there; null before the first fix and on a trip, when it is not set.</summary>
    public TripMark? Anchor
    {
        get => _hasAnchor ? new TripMark(_origin) : null;
        set
        {
            _hasAnchor = value.HasValue;
            _origin = value.GetValueOrDefault().Bare;
        }
    }

    /// <summary>The first of two moving fixes that begin a trip; null on a trip, when it is not set.</summary>
    public TripMark? FirstMoving
    {
        get => _hasFirstMoving ? _newest : null;
        set
        {
            _hasFirstMoving = value.HasValue;
            _newest = value.GetValueOrDefault();
        }
    }

    /// <summary>The off edge of the ignition, while it stays off.</summary>
    public TripMark? Off
    {
        get => _off?.Value;
        set => _off = Boxed(value);
    }

    /// <summary>The first stationary fix, while it stands.</summary>
    public TripMark? Stop
    {
        get => _stop?.Value;
        set => _stop = Boxed(value);
    }

    /// <summary>It stands inside a landmark.</summary>
    public bool StopInLandmark { get; set; }

    /// <summary>Time of the newest sample, with a fix or without.</summary>
    public long LastAt { get; set; }

    /// <summary>The newest sample idled: the time to the next one counts as idle.</summary>
    public bool IsIdling { get; set; }

    public ulong TripId { get; private set; }

    public double MaxMph { get; set; }

    public long? IgnitionOnAt => _ignitionOnAt;

    /// <summary>Drivers who were replaced during the trip, in order; the last is the vehicle's own.</summary>
    public TightList<TripDriver> FormerDrivers;

    public void Begin(in TripMark start, ulong tripId, long? ignitionOnAt)
    {
        (_hasAnchor, _hasFirstMoving, IsOnTrip, IsIdling) = (false, false, true, false);
        (_off, _stop) = (null, null);
        _origin = start.Bare;
        _newest = start with { Points = 1 };
        TripId = tripId;
        MaxMph = 0;
        _ignitionOnAt = ignitionOnAt;
    }

    public void Park(in TripMark anchor)
    {
        IsOnTrip = false;
        Anchor = anchor;
        (_off, _stop) = (null, null);
        IsIdling = false;
        FormerDrivers = default;
    }

    public TripState Clone()
    {
        var copy = (TripState)MemberwiseClone();
        copy.FormerDrivers = FormerDrivers.Clone();
        return copy;
    }

    /// <summary>The driver is about to be another one, or none.</summary>
    public void NoteDriver(in DriverState leaving, long until)
    {
        if (!IsOnTrip || leaving.DriverId is not { } driver)
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
            Add(parts, driver, current.Since ?? _origin.At, endedAt, endedAt);
        }

        return [.. parts];
    }

    private void Add(List<DrivenPart> parts, string driver, long since, long until, long endedAt)
    {
        var (from, to) = (Math.Max(since, _origin.At), Math.Min(until, endedAt));
        if (from < to)
        {
            parts.Add(new DrivenPart(driver, new Instant(from), new Instant(to)));
        }
    }

    public void Write(ref StateWriter writer)
    {
        writer.Unsigned((uint)(Bit(StopInLandmark, 0) | Bit(IsIdling, 1) | Bit(IsOnTrip, 2) | Bit(_hasAnchor, 3) | Bit(_hasFirstMoving, 4)
            | Bit(_off is not null, 5) | Bit(_stop is not null, 6) | (FormerDrivers.Count << FormerShift)));
        if (IsOnTrip)
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
        var state = new TripState { StopInLandmark = Has(flags, 0), IsIdling = Has(flags, 1), IsOnTrip = Has(flags, 2) };
        if (state.IsOnTrip)
        {
            state.Latest = TripMark.Read(ref reader);
            state.TripId = reader.Fixed();
            state.MaxMph = reader.Number();
            state._ignitionOnAt = reader.MaybeTime();
        }

        state.LastAt = reader.Time();
        if (state.IsOnTrip)
        {
            state._origin = TripMark.Read(ref reader).Bare;
        }

        if (Has(flags, 3))
        {
            state.Anchor = TripMark.Read(ref reader);
        }

        if (Has(flags, 4))
        {
            state.FirstMoving = TripMark.Read(ref reader);
        }

        state.Off = Has(flags, 5) ? TripMark.Read(ref reader) : null;
        state.Stop = Has(flags, 6) ? TripMark.Read(ref reader) : null;
        for (var left = flags >> FormerShift; left > 0 && !reader.Failed; left--)
        {
            state.FormerDrivers.Add(new TripDriver(reader.Text() ?? string.Empty, reader.Time(), reader.Time()));
        }

        return state;
    }

    private static StrongBox<TripMark>? Boxed(in TripMark? mark) => mark is { } known ? new StrongBox<TripMark>(known) : null;

    private static int Bit(bool isSet, int bit) => isSet ? 1 << bit : 0;

    private static bool Has(int flags, int bit) => (flags & (1 << bit)) != 0;
}
