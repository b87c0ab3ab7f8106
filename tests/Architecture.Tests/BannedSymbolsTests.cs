using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

public sealed class BannedSymbolsTests
{
    private static readonly string Packages = Read("Directory.Packages.props");
    private static readonly string EditorConfig = Read(".editorconfig");

    public static TheoryData<string, string, string> Lists => new()
    {
        { "src/Directory.Build.props", "$(MSBuildThisFileDirectory)../BannedSymbols.txt", "BannedSymbols.txt" },
        { "src/Rules/Rules.csproj", "BannedSymbols.txt", "src/Rules/BannedSymbols.txt" },
    };

    [Theory, MemberData(nameof(Lists))]
    public void Lists_of_banned_symbols_reach_the_compiler(string wiredIn, string include, string list) =>
        Assert.Empty(BannedSymbols.WiringFaults(Packages, EditorConfig, Read(wiredIn), include, Read(list)));

    [Fact]
    public void No_project_below_src_switches_the_ban_off()
    {
        var offenders = Directory.EnumerateFiles(Path.Combine(RepoRoot.Path, "src"), "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".csproj" or ".props")
            .Where(f => File.ReadAllText(f).Contains("RS0030", StringComparison.Ordinal));

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("N:System.IO;")]
    [InlineData("N:System.Net;")]
    [InlineData("N:System.Threading.Tasks;")]
    [InlineData("T:System.TimeProvider;")]
    [InlineData("T:System.Random;")]
    [InlineData("M:System.Guid.NewGuid;")]
    public void Rules_stay_pure(string line) => Assert.Contains(line, Read("src/Rules/BannedSymbols.txt"), StringComparison.Ordinal);

    [Theory]
    [InlineData("M:System.Net.Http.Headers.HttpHeaders.TryAddWithoutValidation(System.String,System.String);")]
    [InlineData("M:System.Net.Http.Headers.HttpHeaders.TryAddWithoutValidation(System.String,System.Collections.Generic.IEnumerable{System.String});")]
    [InlineData("P:System.DateTime.UtcNow;")]
    [InlineData("P:System.DateTimeOffset.UtcNow;")]
    public void Unsafe_calls_are_banned_everywhere(string line) => Assert.Contains(line, Read("BannedSymbols.txt"), StringComparison.Ordinal);

    [Fact]
    public void Control_each_loosened_wire_is_seen()
    {
        var project = "<Project><ItemGroup><AdditionalFiles Include=\"Other.txt\" /></ItemGroup></Project>";
        var softened = EditorConfig.Replace("RS0030.severity = error", "RS0030.severity = none", StringComparison.Ordinal);

        var faults = BannedSymbols.WiringFaults("<Project />", softened, project, "BannedSymbols.txt", "# nothing\n");

        Assert.Equal(4, faults.Count);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepoRoot.Path, path));
}
