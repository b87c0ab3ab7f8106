namespace EdgeRelay.Rules;

/// <summary>FNV-1a: the same in every process, so that it may be stored. Not for strangers' input.</summary>
internal static class StableHash
{
    private const ulong Start = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Start;
        foreach (var part in bytes)
        {
            hash = (hash ^ part) * Prime;
        }

        return hash;
    }

    /// <summary>Goes on from <paramref name="seed"/>, so that a probe can be told apart per detection.</summary>
    public static ulong Of(ulong seed, ReadOnlySpan<char> text)
    {
        var hash = seed;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }

        return hash;
    }
}
