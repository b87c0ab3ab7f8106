namespace EdgeRelay.Simulator.Fleet;

/// <summary>What a vehicle reports beside its telemetry, and when it happened (milliseconds from the start of the run). Closed set.</summary>
internal abstract record Happening
{
    private Happening(long milliseconds) => Milliseconds = milliseconds;

    public long Milliseconds { get; }

    public sealed record CameOnline(long At) : Happening(At);

    public sealed record Heartbeat(long At) : Happening(At);

    /// <param name="Driver">Index into the roster.</param>
    /// <param name="Assign">Signed on; else signed off.</param>
    public sealed record DriverSigned(long At, int Driver, bool Assign) : Happening(At);

    /// <param name="Driver">Index into the roster.</param>
    /// <param name="Before">Made before the trip; else after it.</param>
    /// <param name="OdometerMeters">When it was made.</param>
    public sealed record Inspection(long At, int Driver, bool Before, long OdometerMeters) : Happening(At);
}
