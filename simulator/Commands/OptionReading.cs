using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeRelay.Simulator.Commands;

/// <summary>Options whose values are more than a number: each says what it expects when it cannot read one.</summary>
internal static class OptionReading
{
    /// <param name="read">Null when the text is no such value.</param>
    public static Option<T> Make<T>(string name, string description, string expected, Func<string, (bool Read, T Value)> read) =>
        new(name) { Description = description, CustomParser = result => Read(result, expected, read) };

    /// <summary>Adds a check of several values against each other.</summary>
    public static void CheckTogether(Command command, Func<CommandResult, IEnumerable<string>> faults) => command.Validators.Add(result =>
    {
        try
        {
            foreach (var fault in faults(result))
            {
                result.AddError(fault);
            }
        }
        catch (InvalidOperationException)
        {
            // A value that cannot be read throws here and is reported by its own option.
        }
    });

    /// <summary>Durations such as <c>500ms</c>, <c>90s</c>, <c>10m</c>, <c>2h</c>.</summary>
    public static (bool Read, TimeSpan? Value) Duration(string text)
    {
        foreach (var (unit, milliseconds) in new[] { ("ms", 1.0), ("s", 1_000), ("m", 60_000), ("h", 3_600_000) })
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number > 0 && number * milliseconds < 1e12)
            {
                return (true, TimeSpan.FromMilliseconds(number * milliseconds));
            }
        }

        return (false, null);
    }

    private static T? Read<T>(ArgumentResult result, string expected, Func<string, (bool Read, T Value)> read)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var (isRead, value) = read(text);
        if (!isRead)
        {
            result.AddError($"\"{text}\" is not {expected}.");
        }

        return value;
    }
}
