using System.Text.RegularExpressions;

namespace EdgeRelay.Architecture.Tests;

/// <summary>Checks documents against the tree they stand in.</summary>
internal static partial class Markdown
{
    /// <summary>Relative links of <paramref name="text"/> whose file or heading does not exist.</summary>
    /// <param name="text">The document.</param>
    /// <param name="folder">Where the document lies.</param>
    public static IReadOnlyList<string> BrokenLinks(string text, string folder)
    {
        var broken = new List<string>();
        foreach (Match match in Link().Matches(CodeBlock().Replace(text, "")))
        {
            var target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var path = parts[0].Length == 0 ? null : Path.GetFullPath(Path.Combine(folder, parts[0]));
            if (path is not null && !File.Exists(path) && !Directory.Exists(path))
            {
                broken.Add(target);
            }
            else if (parts.Length == 2 && !Anchors(path is null ? text : File.ReadAllText(path)).Contains(parts[1]))
            {
                broken.Add(target);
            }
        }

        return broken;
    }

    /// <summary>Verbs that follow <c>./edge</c> in <paramref name="text"/>.</summary>
    public static IReadOnlySet<string> EdgeVerbs(string text) =>
        EdgeCall().Matches(text).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Anchors(string text) =>
    [
        .. Heading().Matches(CodeBlock().Replace(text, ""))
            .Select(m => NotInAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\./edge ([a-z][a-z-]*)")]
    private static partial Regex EdgeCall();
}
