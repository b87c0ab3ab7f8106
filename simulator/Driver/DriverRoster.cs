using System.Globalization;

namespace EdgeRelay.Simulator.Driver;

/// <summary>The drivers of the simulated company and their tags: 8-byte iButtons with a right check byte.</summary>
internal static class DriverRoster
{
    public const int Drivers = 60;

    private static readonly string[] Tags = [.. Enumerable.Range(0, Drivers).Select(MakeTag)];

    public static string Tag(int driver) => Tags[driver];

    public static string Name(int driver) => string.Create(CultureInfo.InvariantCulture, $"Driver {driver + 1}");

    /// <summary>Family code 01, a six-byte serial number, and the check byte that Maxim prescribes for 1-Wire (reflected polynomial 0x8C).</summary>
    private static string MakeTag(int driver)
    {
        Span<byte> bytes = [0x01, (byte)(driver + 1), 0xC4, 0xF2, 0xA3, 0x18, 0x00, 0];
        bytes[7] = CheckByte(bytes[..7]);
        return Convert.ToHexString(bytes);
    }

    internal static byte CheckByte(ReadOnlySpan<byte> bytes)
    {
        byte check = 0;
        foreach (var value in bytes)
        {
            check ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                check = (byte)((check & 1) != 0 ? (check >> 1) ^ 0x8C : check >> 1);
            }
        }

        return check;
    }
}
