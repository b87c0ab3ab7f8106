using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Trips;

/// <summary>Where and when a trip began, or the vehicle is parked.</summary>
internal struct TripPlace
{
    private CompactPlace _place;
    private CompactNumber _odometer;
    private CompactInteger _landmark;

    public long At { get; set; }

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
}
