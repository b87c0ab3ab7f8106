using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Trips;

/// <summary>The vehicle at an instant at which a trip may turn out to have begun or ended.</summary>
internal struct TripMark
{
    public long At;
    private CompactPlace _place;
    private CompactNumber _odometer;
    private CompactInteger _landmark;

    public Position? Place
    {
        readonly get => _place;
        set => _place = value;
    }

    public double? OdometerMeters
    {
        readonly get => _odometer;
        set => _odometer = value;
    }

    public long? LandmarkId
    {
        readonly get => _landmark;
        set => _landmark = value;
    }

    /// <summary>Way since the trip's start; whole millimetres, so that sums are exact and short.</summary>
    public long PathMillimeters;
    public long IdleMilliseconds;
    public int Points;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(At);
        writer.Place(Place);
        writer.Repeated(OdometerMeters);
        writer.Integer(LandmarkId);
        // Those of a start and of an anchor are nothing.
        writer.Unsigned((ulong)Points);
        if (Points > 0)
        {
            writer.Signed(PathMillimeters);
            writer.Signed(IdleMilliseconds);
        }
    }

    public static TripMark Read(ref StateReader reader)
    {
        var mark = new TripMark
        {
            At = reader.Time(),
            Place = reader.MaybePlace(),
            OdometerMeters = reader.MaybeRepeated(),
            LandmarkId = reader.MaybeInteger(),
            Points = (int)reader.Unsigned(),
        };
        if (mark.Points > 0)
        {
            mark.PathMillimeters = reader.Signed();
            mark.IdleMilliseconds = reader.Signed();
        }

        return mark;
    }
}
