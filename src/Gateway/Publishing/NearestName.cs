namespace EdgeRelay.Gateway.Publishing;

/// <summary>Guesses which known name a misspelt one was meant to be.</summary>
public static class NearestName
{
    private const int LongestGuess = 40;

    /// <returns>The name with the fewest edits, if those are at most a third of the letters; else null.</returns>
    public static string? Of(string text, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        if (text.Length > LongestGuess)
        {
            return null;
        }

        var lower = text.ToLowerInvariant();
        var best = known.Select(name => (Name: name, Edits: Edits(lower, name))).MinBy(c => c.Edits);
        return best.Name is { } found && best.Edits <= Math.Max(1, Math.Max(found.Length, text.Length) / 3) ? found : null;
    }

    // Levenshtein, one row at a time.
    private static int Edits(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
