using System.Text.Json;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Reads <c>temps_c</c>: probe name to degrees Celsius or null.</summary>
internal static class ProbeReader
{
    private const int LongestName = 32;

    /// <param name="reader">Stands on the opening brace; on the closing one when the result is true.</param>
    /// <param name="texts">Where probe names are kept.</param>
    /// <param name="readings">As many as the object has members.</param>
    /// <param name="fault">Set when the result is false.</param>
    public static bool TryRead(ref Utf8JsonReader reader, TextCache texts, ProbeReading[] readings, ref FaultNote fault)
    {
        for (var i = 0; i < readings.Length; i++)
        {
            reader.Read();
            var name = reader.ValueSpan;
            if (!IsProbe(name))
            {
                return fault.Note(
                    DeadLetterReason.BadField, ".temps_c" + FaultNote.Member(name), "1 to 32 of A-Z a-z 0-9 _ . - expected as probe.");
            }

            var probe = texts.Get(name);
            for (var j = 0; j < i; j++)
            {
                if (readings[j].Probe == probe)
                {
                    return fault.Note(DeadLetterReason.BadField, ".temps_c." + probe, "the probe occurs twice.");
                }
            }

            reader.Read();
            var celsius = 0d;
            if (reader.TokenType != JsonTokenType.Null && !JsonNumber.TryRead(ref reader, out celsius))
            {
                return fault.Note(DeadLetterReason.BadField, ".temps_c." + probe, "a finite number or null expected.");
            }

            readings[i] = new ProbeReading(probe, reader.TokenType == JsonTokenType.Null ? null : celsius);
        }

        reader.Read();
        return true;
    }

    // An escape's backslash is outside of the allowed set, so escaped names are refused too.
    private static bool IsProbe(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character is not ((byte)'_' or (byte)'.' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }
}
