// Hot path: a telemetry number has few digits. Mantissa and power of ten are then exact doubles and one division rounds correctly,
// at a fifth of the general parser's price; everything longer goes to the general parser.
using System.Text.Json;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>Finite numbers of JSON as doubles, correctly rounded.</summary>
internal static class JsonNumber
{
    // 15 digits stay below 2^53; powers of ten are exact doubles up to 10^22.
    private const int ExactDigits = 15;

    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <returns>False when the token is no number or too large for a double (1e999).</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out double value)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            value = 0;
            return false;
        }

        return TryReadShort(reader.ValueSpan, out value) || (reader.TryGetDouble(out value) && double.IsFinite(value));
    }

    private static bool TryReadShort(ReadOnlySpan<byte> token, out double value)
    {
        value = 0;
        var negative = token[0] == '-';
        var digits = negative ? token[1..] : token;
        if (digits.Length > ExactDigits + 1)
        {
            return false;
        }

        long mantissa = 0;
        var decimals = 0;
        var point = false;
        foreach (var character in digits)
        {
            var digit = character - '0';
            if ((uint)digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                decimals += point ? 1 : 0;
            }
            else if (character == '.')
            {
                point = true;
            }
            else
            {
                return false;
            }
        }

        // Sixteen digits without a point would pass the length check.
        if (!point && digits.Length > ExactDigits)
        {
            return false;
        }

        value = mantissa / Powers[decimals];
        value = negative ? -value : value;
        return true;
    }
}
