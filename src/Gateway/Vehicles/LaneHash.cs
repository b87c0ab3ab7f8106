using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Spreads vehicles over lanes: a stable hash of account and vehicle id, so that it is the same in every run.</summary>
internal static class LaneHash
{
    /// <returns>0 to <paramref name="lanes"/> - 1.</returns>
    /// <remarks>
    /// FNV-1a alone leaves ids that differ in their last digits alike in any one bit (500 vehicles with numbers for ids all fell into one of two
    /// lanes), so its bits are mixed by the finalizer of MurmurHash3, after which each depends on all.
    /// </remarks>
    public static int LaneOf(VehicleKey key, int lanes)
    {
        const ulong OffsetBasis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        var hash = (OffsetBasis ^ (ulong)key.AccountId) * Prime;
        foreach (var character in key.VehicleId)
        {
            hash = (hash ^ character) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return (int)((hash >> 33) % (ulong)lanes);
    }
}
