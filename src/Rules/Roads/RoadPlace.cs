using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Roads;

/// <summary>The way that gave a limit, small enough to be kept with an episode.</summary>
/// <param name="Edition">Of the network that <paramref name="Map"/> and <paramref name="Way"/> index.</param>
internal readonly record struct RoadPlace(uint Edition, byte Map, int Way, float DistanceMeters)
{
    public void Write(ref StateWriter writer)
    {
        writer.Unsigned(Edition);
        writer.Byte(Map);
        writer.Unsigned((uint)Way);
        writer.Fixed32(BitConverter.SingleToUInt32Bits(DistanceMeters));
    }

    public static RoadPlace Read(ref StateReader reader) =>
        new((uint)reader.Unsigned(), reader.Byte(), (int)reader.Unsigned(), BitConverter.UInt32BitsToSingle(reader.Fixed32()));
}
