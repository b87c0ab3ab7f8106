using System.Text.RegularExpressions;
using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

/// <summary>What .editorconfig says of every text file and the compiler does not look at; the rest of the formatting fails the build (IDE0055).</summary>
public sealed partial class SourceTextTests
{
    [Fact]
    public void Source_files_are_plain_utf8_with_unix_lines_and_one_newline_at_the_end()
    {
        var faults = Sources()
            .Select(path => (Path: path, Fault: FaultOf(File.ReadAllBytes(path))))
            .Where(file => file.Fault is not null)
            .Select(file => Path.GetRelativePath(RepoRoot.Path, file.Path) + " " + file.Fault);

        Assert.Empty(faults);
    }

    [Fact]
    public void Source_files_are_found() => Assert.InRange(Sources().Count(), 100, 100_000);

    [Theory]
    [InlineData("class A;\n", null)]
    [InlineData("class A;", "does not end with one newline")]
    [InlineData("class A;\n\n", "does not end with one newline")]
    [InlineData("class A;\r\n", "has a carriage return")]
    [InlineData("class A; \n", "has blanks at the end of a line")]
    [InlineData("\tclass A;\n", "has a tab")]
    [InlineData("\uFEFFclass A;\n", "begins with a byte order mark")]
    public void A_fault_is_named(string text, string? expected) =>
        Assert.Equal(expected, FaultOf(System.Text.Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Sources() =>
        new[] { "src", "simulator", "tests", "benchmarks" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepoRoot.Path, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal) && !path.Contains("/artifacts/", StringComparison.Ordinal));

    private static string? FaultOf(byte[] bytes)
    {
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        return text.StartsWith('\uFEFF') ? "begins with a byte order mark"
            : text.Contains('\r', StringComparison.Ordinal) ? "has a carriage return"
            : text.Contains('\t', StringComparison.Ordinal) ? "has a tab"
            : BlankAtEnd().IsMatch(text) ? "has blanks at the end of a line"
            : !text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal) ? "does not end with one newline"
            : null;
    }

    [GeneratedRegex(" \n")]
    private static partial Regex BlankAtEnd();
}
