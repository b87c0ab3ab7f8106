using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Trips;

/// <summary>The vehicle at an instant at which a trip may turn out to have begun or ended.</summary>
internal struct TripMark
{
    private TripPlace _at;

    /// <summary>Nothing of the way is behind it.</summary>
    public TripMark(in TripPlace at) => _at = at;

    /// <summary>The same without the way.</summary>
    public readonly TripPlace Bare => _at;

    public long At
    {
        readonly get => _at.At;
        set => _at.At = value;
    }

    public Position? Place
    {
        readonly get => _at.Place;
        set => _at.Place = value;
    }

    public double? OdometerMeters
    {
        readonly get => _at.OdometerMeters;
        set => _at.OdometerMeters = value;
    }

    public long? LandmarkId
    {
        readonly get => _at.LandmarkId;
        set => _at.LandmarkId = value;
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
