using System.Text.RegularExpressions;
using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents => [.. Files()];

    [Theory, MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        var path = Path.Combine(RepoRoot.Path, document);

        Assert.Empty(Markdown.BrokenLinks(File.ReadAllText(path), Path.GetDirectoryName(path)!));
    }

    [Theory, MemberData(nameof(Documents))]
    public void Verbs_of_edge_that_are_named_exist(string document) =>
        Assert.Subset(VerbsInHelp(), Markdown.EdgeVerbs(File.ReadAllText(Path.Combine(RepoRoot.Path, document))).ToHashSet());

    [Fact]
    public void Each_verb_in_help_is_handled()
    {
        var handled = CaseLabel().Matches(Edge()).SelectMany(m => m.Groups[1].Value.Split(" | ")).ToHashSet();

        Assert.Equal(14, VerbsInHelp().Count);
        Assert.Subset(handled, VerbsInHelp());
    }

    [Fact]
    public void Documents_at_every_depth_are_looked_at()
    {
        Assert.Contains("README.md", Files());
        Assert.Contains("docs/architecture.md", Files());
        Assert.Contains("docs/adr/0001-rules-are-pure.md", Files());
    }

    [Fact]
    public void The_flow_line_is_the_same_in_the_readme_and_in_the_architecture()
    {
        var flow = FlowLine().Match(Read("docs/architecture.md")).Value;

        Assert.NotEmpty(flow);
        Assert.Contains(flow, Read("README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](docs/none.md)", "docs/none.md")]
    [InlineData("# A\n[x](#b)", "#b")]
    [InlineData("[x](README.md#no-such-heading)", "README.md#no-such-heading")]
    public void Control_a_planted_broken_link_is_seen(string text, string link) =>
        Assert.Equal([link], Markdown.BrokenLinks(text, RepoRoot.Path));

    [Theory]
    [InlineData("# What it is: a *thing*\n[x](#what-it-is-a-thing) [y](https://example.com/none) [z](README.md)")]
    [InlineData("```\n[x](none.md)\n```")]
    public void Good_links_pass(string text) => Assert.Empty(Markdown.BrokenLinks(text, RepoRoot.Path));

    [Fact]
    public void Control_a_planted_verb_is_seen() =>
        Assert.Equal(["fly"], Markdown.EdgeVerbs("run `./edge fly` then `./edge demo`").Except(VerbsInHelp()));

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(RepoRoot.Path, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(RepoRoot.Path, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(RepoRoot.Path, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static HashSet<string> VerbsInHelp() => [.. HelpLine().Matches(Edge()).Select(m => m.Groups[1].Value)];

    private static string Edge() => Read("edge");

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepoRoot.Path, path));

    [GeneratedRegex("^  ([a-z]+) {3,}[A-Za-z]", RegexOptions.Multiline)]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"^  ([a-z][a-z |-]*)\)", RegexOptions.Multiline)]
    private static partial Regex CaseLabel();

    [GeneratedRegex("^device ──MQTT──▶.*$", RegexOptions.Multiline)]
    private static partial Regex FlowLine();
}
