namespace EdgeRelay.Simulator.Scenarios;

/// <summary>
/// Repeatable random numbers: xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64 as its authors advise.
/// </summary>
/// <remarks>Integer arithmetic only, so that every machine draws the same numbers. One stream per seed, vehicle and purpose. Not thread-safe.</remarks>
internal sealed class RandomStream
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private const double UnitStep = 1.0 / (1UL << 53);

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public RandomStream(ulong seed, int vehicle, RandomPurpose purpose)
    {
        var state = Mix(seed + GoldenGamma);
        state = Mix(state ^ Mix(((ulong)vehicle + 1) * GoldenGamma));
        state = Mix(state ^ Mix(((ulong)purpose + 0x1000) * GoldenGamma));
        _a = Mix(state += GoldenGamma);
        _b = Mix(state += GoldenGamma);
        _c = Mix(state += GoldenGamma);
        _d = Mix(state + GoldenGamma);
    }

    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 ≤ value &lt; 1, in steps of 2⁻⁵³.</summary>
    public double NextUnit() => (Next() >> 11) * UnitStep;

    public double Between(double low, double high) => low + (NextUnit() * (high - low));

    /// <summary>0 ≤ value &lt; <paramref name="count"/>.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    public bool Chance(double probability) => NextUnit() < probability;

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
