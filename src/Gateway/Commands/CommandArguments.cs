using System.Globalization;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Commands;

/// <summary>The words after a verb: options with a value, flags, and the rest. What is not known is a fault with the nearest known name.</summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private CommandArguments()
    {
    }

    /// <summary>What is no option, in order.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>What cannot be understood; null when all can.</summary>
    public string? Fault { get; private set; }

    /// <param name="options">Names of options that take a value, such as <c>--port</c>.</param>
    /// <param name="flags">Names of options that take none.</param>
    public static CommandArguments Parse(string[] args, string[] options, string[] flags)
    {
        var parsed = new CommandArguments();
        var rest = new List<string>();
        for (var i = 0; i < args.Length && parsed.Fault is null; i++)
        {
            var (name, given) = args[i].Split('=', 2) is [['-', '-', ..] before, var after] ? (before, after) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                rest.Add(args[i]);
            }
            else if (flags.Contains(name) && given is null)
            {
                parsed.Add(name, "");
            }
            else if (options.Contains(name) && (given is not null || i + 1 < args.Length))
            {
                parsed.Add(name, given ?? args[++i]);
            }
            else
            {
                parsed.Fault = Describe(name, options, flags);
            }
        }

        parsed.Rest = rest;
        return parsed;
    }

    public bool Has(string flag) => _values.ContainsKey(flag);

    /// <summary>The last value given, or null.</summary>
    public string? Text(string option) => _values.TryGetValue(option, out var values) ? values[^1] : null;

    public IReadOnlyList<string> All(string option) => _values.TryGetValue(option, out var values) ? values : [];

    /// <summary>A whole number within bounds, or what counts when it is not given. Else a fault.</summary>
    public int Number(string option, int otherwise, int least, int most)
    {
        if (Text(option) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault ??= string.Create(CultureInfo.InvariantCulture, $"{option} takes a whole number from {least} to {most}, not \"{text}\".");
        return otherwise;
    }

    private static string Describe(string name, string[] options, string[] flags) =>
        options.Contains(name) ? $"{name} needs a value."
        : flags.Contains(name) ? $"{name} takes no value."
        : NearestWord.To(name, [.. options, .. flags]) is { } nearest ? $"There is no option {name}; {nearest}?"
        : $"There is no option {name}.";

    private void Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values.Add(name, values = []);
        }

        values.Add(value);
    }
}
