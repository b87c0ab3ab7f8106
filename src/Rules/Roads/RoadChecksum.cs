using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>CRC-32C of what was appended, however it was cut. Against damage by accident, not by intent.</summary>
public struct RoadChecksum
{
    private uint _rest;

    public readonly uint Value => _rest;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            _rest = BitOperations.Crc32C(_rest, word);
        }

        foreach (var part in bytes[(words.Length * sizeof(ulong))..])
        {
            _rest = BitOperations.Crc32C(_rest, part);
        }
    }
}
