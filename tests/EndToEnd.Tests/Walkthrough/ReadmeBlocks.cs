using System.Text.RegularExpressions;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.Walkthrough;

/// <summary>The shell blocks of the README that a comment above them gives a name.</summary>
internal static partial class ReadmeBlocks
{
    public static IReadOnlyDictionary<string, string> Read() =>
        Block().Matches(File.ReadAllText(Path.Combine(RepoRoot.Path, "README.md")))
            .ToDictionary(m => m.Groups["name"].Value, m => m.Groups["commands"].Value);

    [GeneratedRegex("<!-- run by a test: (?<name>\\w+) -->\n```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
