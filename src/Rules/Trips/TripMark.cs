using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Trips;

/// <summary>The vehicle at an instant at which a trip may turn out to have begun or ended.</summary>
internal struct TripMark
{
    public long At;
    public Position? Place;
    public double? OdometerMeters;
    public long? LandmarkId;

    /// <summary>Way since the trip's start; whole millimetres, so that sums are exact and short.</summary>
    public long PathMillimeters;
    public long IdleMilliseconds;
    public int Points;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(At);
        writer.Place(Place);
        writer.Number(OdometerMeters);
        writer.Integer(LandmarkId);
        writer.Signed(PathMillimeters);
        writer.Signed(IdleMilliseconds);
        writer.Unsigned((ulong)Points);
    }

    public static TripMark Read(ref StateReader reader) => new()
    {
        At = reader.Time(),
        Place = reader.MaybePlace(),
        OdometerMeters = reader.MaybeNumber(),
        LandmarkId = reader.MaybeInteger(),
        PathMillimeters = reader.Signed(),
        IdleMilliseconds = reader.Signed(),
        Points = (int)reader.Unsigned(),
    };

    public static void WriteMaybe(in TripMark? mark, ref StateWriter writer)
    {
        writer.Flag(mark.HasValue);
        if (mark is { } known)
        {
            known.Write(ref writer);
        }
    }

    public static TripMark? ReadMaybe(ref StateReader reader) => reader.Flag() ? Read(ref reader) : null;
}
