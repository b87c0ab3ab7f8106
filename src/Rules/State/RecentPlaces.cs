using System.Runtime.CompilerServices;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.State;

/// <summary>
/// The places that were written or read last. A vehicle's last fix, its trip, its idling and its anchor often are one place: all but the
/// first then take one byte instead of a dozen.
/// </summary>
internal struct RecentPlaces
{
    public const int Capacity = 8;

    private Slots _slots;
    private int _next;

    /// <returns>Where the place is; −1 when it is not among the recent ones. Compared bit by bit: 0 and −0 are two places.</returns>
    public readonly int IndexOf(Position place)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if (IsSame(_slots[i].Latitude, place.Latitude) && IsSame(_slots[i].Longitude, place.Longitude))
            {
                return i;
            }
        }

        return -1;
    }

    public readonly Position At(int index) => _slots[index];

    public void Add(Position place)
    {
        _slots[_next] = place;
        _next = (_next + 1) % Capacity;
    }

    private static bool IsSame(double one, double other) =>
        BitConverter.DoubleToUInt64Bits(one) == BitConverter.DoubleToUInt64Bits(other);

    [InlineArray(Capacity)]
    private struct Slots
    {
        private Position _first;
    }
}
