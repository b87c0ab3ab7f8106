using System.Numerics;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Remembers node ids in bounded memory (Bloom 1970): says yes to every id that was added, and to few others.</summary>
/// <remarks>
/// One bit per byte of the extract, at most 64 MB: in a country's extract about ten bits per node of a road, so that about one in
/// fifty of the other nodes slips through; the join drops it.
/// </remarks>
internal sealed class NodeFilter
{
    private const int Probes = 4;
    private const long LeastBits = 1 << 20;
    private const long GreatestBits = 512L << 20;

    private readonly ulong[] _words;
    private readonly ulong _mask;

    public NodeFilter(long extractBytes)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(extractBytes, LeastBits, GreatestBits));
        _words = new ulong[bits / 64];
        _mask = bits - 1;
    }

    public void Add(long id)
    {
        var (at, step) = Spread(id);
        for (var i = 0; i < Probes; i++, at += step)
        {
            _words[(at & _mask) >> 6] |= 1UL << (int)(at & 63);
        }
    }

    public bool MayHave(long id)
    {
        var (at, step) = Spread(id);
        for (var i = 0; i < Probes; i++, at += step)
        {
            if ((_words[(at & _mask) >> 6] & (1UL << (int)(at & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // SplitMix64's finishing steps: neighbouring ids end up far apart.
    private static (ulong At, ulong Step) Spread(long id)
    {
        var x = (ulong)id + 0x9E37_79B9_7F4A_7C15;
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        x ^= x >> 31;
        return (x, (x >> 32) | 1);
    }
}
