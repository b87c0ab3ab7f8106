using System.Buffers;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Tests;

/// <summary>A state at rest.</summary>
internal static class Saved
{
    public static byte[] Bytes(VehicleState state)
    {
        var writer = new ArrayBufferWriter<byte>();
        state.Write(writer);
        return writer.WrittenSpan.ToArray();
    }

    public static VehicleState Again(VehicleState state) => VehicleState.Read(state.Key, Bytes(state))!;
}
