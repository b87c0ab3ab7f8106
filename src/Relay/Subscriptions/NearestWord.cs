namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Finds the known word that a mistyped one was meant to be.</summary>
public static class NearestWord
{
    /// <returns>The closest word, if it takes at most a third of the longer one's letters to get there; else null.</returns>
    public static string? To(string given, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        if (given.Length > 64)
        {
            return null;
        }

        var text = given.ToLowerInvariant();
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var word in known)
        {
            var distance = Distance(text, word);
            if (distance < least && distance <= Math.Max(1, Math.Max(word.Length, text.Length) / 3))
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
