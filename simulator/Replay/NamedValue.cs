namespace EdgeRelay.Simulator.Replay;

/// <summary>A canonical field and what the command line pairs it with: a column, a constant, or the value that stands for nothing.</summary>
internal sealed record NamedValue(CanonicalField Field, string Value)
{
    /// <summary>Reads <c>name=value,name=value</c>.</summary>
    /// <param name="faults">Gets a sentence for each part that cannot be read.</param>
    public static List<NamedValue> ParseAll(IEnumerable<string> texts, List<string> faults)
    {
        var values = new List<NamedValue>();
        foreach (var part in texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == part.Length - 1)
            {
                faults.Add($"\"{part}\" is not of the form name=value.");
            }
            else if (CanonicalField.Find(part[..at]) is { } field)
            {
                values.Add(new NamedValue(field, part[(at + 1)..]));
            }
            else
            {
                faults.Add($"\"{part[..at]}\" is no telemetry field. There are: {string.Join(", ", CanonicalField.Names)}.");
            }
        }

        return values;
    }
}
