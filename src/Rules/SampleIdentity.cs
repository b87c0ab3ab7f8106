using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules;

/// <summary>Tells a sample from others of the same vehicle and time (telematics reference 2.2).</summary>
internal static class SampleIdentity
{
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The device's sequence number where it has one, else the content; the two cannot be taken for each other.</summary>
    public static ulong Of(Sample sample) =>
        sample.Sequence is { } sequence ? ((ulong)sequence + 1) * Spread : sample.ContentHash;
}
