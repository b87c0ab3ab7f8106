using System.Collections;
using System.Globalization;
using System.Text;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Journal;

/// <summary>All properties of an input as text, found by reflection: a field added later cannot be forgotten by the comparison.</summary>
internal static class InputDescription
{
    public static string Of(VehicleInput input)
    {
        var text = new StringBuilder();
        Append(text, input);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case double number:
                text.Append(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(number):x}");
                break;
            case string or bool or int or long or ulong or Enum:
                text.Append(CultureInfo.InvariantCulture, $"'{value}'");
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append(Convert.ToHexString(bytes.Span));
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var element in list)
                {
                    Append(text, element);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                AppendProperties(text, value);
                break;
        }
    }

    private static void AppendProperties(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (var property in value.GetType().GetProperties().Where(p => p.CanWrite).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append(property.Name).Append('=');
            Append(text, property.GetValue(value));
            text.Append('\n');
        }

        text.Append('}');
    }
}
