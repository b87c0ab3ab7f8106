using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.State;

/// <summary>A place or none in 16 bytes, where <c>Position?</c> takes 24. For fields: a property shows it as the <c>Position?</c> that it is.</summary>
internal readonly struct CompactPlace
{
    private readonly CompactNumber _latitude;
    private readonly double _longitude;

    private CompactPlace(Position? place)
    {
        _latitude = place?.Latitude;
        _longitude = place.GetValueOrDefault().Longitude;
    }

    public static implicit operator CompactPlace(Position? place) => new(place);

    public static implicit operator Position?(CompactPlace place) =>
        (double?)place._latitude is { } latitude ? new Position(latitude, place._longitude) : null;
}
