namespace EdgeRelay.Rules;

/// <summary>FNV-1a: the same in every process, so that it may be stored. Not for strangers' input.</summary>
internal static class StableHash
{
    private const ulong Start = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;
    private const int KeyBits = 40;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Start;
        foreach (var part in bytes)
        {
            hash = (hash ^ part) * Prime;
        }

        return hash;
    }

    /// <summary>
    /// Names a detection in a vehicle's state, in forty bits: two of an account's detections share a name with a probability of one in a
    /// hundred million, and every stored state carries its names.
    /// </summary>
    public static ulong Key(ReadOnlySpan<byte> canonical) => Fold(Of(canonical));

    /// <summary>The same for a probe as one detection sees it.</summary>
    public static ulong Key(ulong detection, ReadOnlySpan<char> probe) => Fold(Of(detection, probe));

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

    private static ulong Fold(ulong hash) => (hash ^ (hash >> KeyBits)) & ((1UL << KeyBits) - 1);
}
