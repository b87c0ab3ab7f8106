using System.Buffers;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Inspections;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.Temperature;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules.State;

/// <summary>All that the rules remember of one vehicle.</summary>
/// <remarks>
/// Mutable and owned by one lane: not thread-safe. <see cref="Clone"/> makes an independent copy.
/// <para>
/// A million of them are in memory at a time, so its layout counts (<c>./edge bench memory</c>): what may be missing is kept in the compact types
/// (<see cref="CompactNumber"/> and its like) behind properties of nullable types; lists are tight, or have their first item in place; what most
/// vehicles do not have, or not while they drive (idling, roads, drivers, <see cref="SeldomState"/>), is an object of its own.
/// </para>
/// </remarks>
public sealed class VehicleState(VehicleKey key)
{
    /// <summary>Messages of one instant that are told apart. One real capture repeats a time 157 times; beyond this the oldest are forgotten.</summary>
    private const int MaxSeen = 512;

    /// <summary>Events of one instant that are numbered; beyond this the oldest are forgotten.</summary>
    private const int MaxEmitted = 64;

    internal LatestValues Latest;
    internal FixState Fixes;
    internal IgnitionState Ignition;
    internal TightList<LandmarkVisit> Visits;
    internal TightList<SpeedEpisode> SpeedEpisodes;
    internal TightList<SpeedEpisode> PostedEpisodes;
    internal TightList<SentLocation> SentLocations;
    internal RoadTrack? Roads;
    internal IdleState? Idle;
    internal TripState? Trip;
    internal HeartbeatState Heartbeat;
    internal TemperatureState Temperatures;
    internal EventWindow Window;
    internal SmallList<ulong> Seen;
    internal SmallList<uint> Emitted;
    private SeldomState? _seldom;
    private CompactInteger _watermark;
    private CompactInteger _lastReceived;
    private CompactInteger _nextDeadline;

    public VehicleKey Key { get; } = key;

    /// <summary>Greatest event time applied; null before the first sample.</summary>
    public Instant? Watermark
    {
        get => At(_watermark);
        internal set => _watermark = value?.UnixMilliseconds;
    }

    /// <summary>When the newest applied sample was received; before the first one, when the newest heartbeat was, or else anything.</summary>
    public Instant? LastReceived
    {
        get => At(_lastReceived);
        internal set => _lastReceived = value?.UnixMilliseconds;
    }

    /// <summary>Event time at which a tick is due; null when nothing waits.</summary>
    public Instant? NextDeadline
    {
        get => At(_nextDeadline);
        internal set => _nextDeadline = value?.UnixMilliseconds;
    }

    /// <summary>What the filters did to the input applied last. Not part of the state at rest.</summary>
    public FilterMarks LastMarks { get; internal set; }

    /// <summary>Who wants to know what the next sample gives; null but for explanations.</summary>
    internal Explaining.SeenInput? Observer
    {
        get => _seldom?.Observer;
        set => ToChange.Observer = value;
    }

    /// <summary>The plan that <see cref="NextDeadline"/> was made with. Not part of the state at rest: a state read anew asks again.</summary>
    internal RulePlan? Plan { get; set; }

    internal ref readonly DriverState Drivers => ref (_seldom ?? SeldomState.None).Drivers;

    internal ref readonly DriverReports DriverReports => ref (_seldom ?? SeldomState.None).DriverReports;

    internal ref readonly InspectionState Inspections => ref (_seldom ?? SeldomState.None).Inspections;

    internal ref readonly TakenIds Taken => ref (_seldom ?? SeldomState.None).Taken;

    /// <summary>Drivers, inspections and the like, to be written to.</summary>
    internal SeldomState ToChange => _seldom ??= new SeldomState();

    /// <summary>
    /// When, by the wall clock, a tick for <see cref="NextDeadline"/> should come: event time is taken to run on at the wall
    /// clock's pace from the last arrival (telematics reference 2.5). Null when nothing waits.
    /// </summary>
    public Instant? TickDueAt(double graceSeconds) =>
        NextDeadline is { } deadline && WallClockAt(deadline) is { } wall ? new Instant(wall).PlusSeconds(graceSeconds) : null;

    /// <summary>The wall clock's time, Unix ms, at an instant after the newest message; null before the first.</summary>
    internal long? WallClockAt(Instant time) =>
        LastReceived is { } received && (Watermark?.UnixMilliseconds ?? Heartbeat.HeardAt) is { } heard
            ? received.UnixMilliseconds + time.UnixMilliseconds - heard
            : null;

    /// <summary>The other way round: event time, Unix ms, at a time of the wall clock after the newest message was received; null when it is not after it.</summary>
    internal long? EventTimeAt(long wallMs) =>
        LastReceived is { } received && received.UnixMilliseconds < wallMs && (Watermark?.UnixMilliseconds ?? Heartbeat.HeardAt) is { } heard
            ? heard + wallMs - received.UnixMilliseconds
            : null;

    public VehicleSnapshot Snapshot() => new()
    {
        Key = Key,
        FixTime = Latest.FixTime is { } fixTime ? new Instant(fixTime) : null,
        Position = Latest.Position,
        AccuracyMeters = Latest.AccuracyMeters,
        HeadingDegrees = Latest.HeadingDegrees,
        Speed = Latest.Speed,
        AverageSpeedMph = Latest.AverageMph,
        MaxSpeedMph = Latest.MaxMph,
        Ignition = Ignition.Reading,
        Pto = Latest.Pto,
        PostedLimit = Latest.PostedLimit,
        OdometerMeters = Latest.OdometerMeters,
        SupplyVolts = Latest.SupplyVolts,
        Vin = Latest.Vin,
        DriverId = Drivers.DriverId,
        LandmarkIds = LandmarkRule.InsideOf(this),
        PoorFix = Latest.PoorFix,
        ClockCorrected = Latest.ClockCorrected,
    };

    public VehicleState Clone() => new(Key)
    {
        Watermark = Watermark,
        LastReceived = LastReceived,
        NextDeadline = NextDeadline,
        LastMarks = LastMarks,
        Plan = Plan,
        Latest = Latest,
        Fixes = Fixes,
        Ignition = Ignition,
        Visits = Visits.Clone(),
        SpeedEpisodes = SpeedEpisodes.Clone(),
        PostedEpisodes = PostedEpisodes.Clone(),
        SentLocations = SentLocations.Clone(),
        Roads = Roads?.Clone(),
        Idle = Idle?.Clone(),
        Trip = Trip?.Clone(),
        Heartbeat = Heartbeat,
        Temperatures = Temperatures.Clone(),
        Window = Window.Clone(),
        Seen = Seen.Clone(),
        Emitted = Emitted.Clone(),
        _seldom = _seldom?.Clone(),
    };

    /// <summary>Writes the state at rest: a format version, then only what differs from the default; at most about 300 bytes.</summary>
    public void Write(IBufferWriter<byte> writer) => VehicleStateFormat.Write(this, writer);

    /// <returns>Null when the bytes are of an unknown format version or damaged.</returns>
    public static VehicleState? Read(VehicleKey key, ReadOnlySpan<byte> bytes) => VehicleStateFormat.Read(key, bytes);

    /// <summary>Moves the watermark on and forgets what only matters at the instant that it leaves.</summary>
    internal void AdvanceTo(Instant time)
    {
        if (Watermark == time)
        {
            return;
        }

        Watermark = time;
        Seen.Clear();
        Emitted.Clear();
        if (!Taken.IsEmpty)
        {
            ToChange.Taken.AdvanceTo(time.UnixMilliseconds);
        }
    }

    internal bool HasSeen(ulong identity) => Seen.Span.Contains(identity);

    internal void Remember(ulong identity)
    {
        if (Seen.Count == MaxSeen)
        {
            Seen.RemoveFirst();
        }

        Seen.Add(identity);
    }

    /// <summary>How many events with the same parts were emitted at the watermark; counts this one too.</summary>
    internal int CountEmitted(EventId id, Instant occurredAt)
    {
        // What happened before the watermark cannot happen again; only equal times can repeat.
        if (occurredAt < Watermark)
        {
            return 0;
        }

        var count = Emitted.Span.Count((uint)id.Low);
        if (Emitted.Count == MaxEmitted)
        {
            Emitted.RemoveFirst();
        }

        Emitted.Add((uint)id.Low);
        return count;
    }

    private static Instant? At(long? unixMilliseconds) => unixMilliseconds is { } known ? new Instant(known) : null;
}
