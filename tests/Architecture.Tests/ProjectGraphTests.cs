using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

public sealed class ProjectGraphTests
{
    public static TheoryData<string, string[]> Arrows => new()
    {
        { "src/Mqtt/Mqtt.csproj", [] },
        { "src/Rules/Rules.csproj", [] },
        { "src/Relay/Relay.csproj", [] },
        { "src/Gateway/Gateway.csproj", ["Mqtt", "Relay", "Rules"] },
        { "simulator/Simulator.csproj", ["Mqtt"] },
    };

    /// <summary>Only the projects whose purity rests on having few packages; the others are free to use what is pinned.</summary>
    public static TheoryData<string, string[]> PackagesOfPureProjects => new()
    {
        { "src/Mqtt/Mqtt.csproj", ["Microsoft.AspNetCore.App"] },
        { "src/Rules/Rules.csproj", ["NetTopologySuite"] },
    };

    [Theory, MemberData(nameof(Arrows))]
    public void Project_references_point_only_downhill(string project, string[] allowed) =>
        Assert.Equal(allowed, ProjectGraph.Projects(Read(project)));

    [Theory, MemberData(nameof(PackagesOfPureProjects))]
    public void Pure_projects_have_no_other_packages(string project, string[] allowed) =>
        Assert.Equal(allowed, ProjectGraph.Packages(Read(project)));

    [Fact]
    public void Every_project_below_src_has_its_row()
    {
        var rows = Arrows.Select(row => (string)row[0]).Where(p => p.StartsWith("src/", StringComparison.Ordinal));

        var projects = Directory.GetFiles(Path.Combine(RepoRoot.Path, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(RepoRoot.Path, p).Replace('\\', '/'));

        Assert.Equal(projects.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Directory.Build.props")]
    [InlineData("src/Directory.Build.props")]
    public void No_arrow_comes_in_by_the_shared_properties(string file) => Assert.Empty(ProjectGraph.Projects(Read(file)));

    [Theory]
    [InlineData("""<ProjectReference Include="..\Gateway\Gateway.csproj" />""")]
    [InlineData("""<ProjectReference Include="../Gateway/Gateway.csproj" Condition="'$(Never)' == 'true'" />""")]
    [InlineData("""<Reference Include="../../artifacts/bin/Gateway/release/Gateway.dll" />""")]
    public void Control_a_planted_arrow_is_seen(string arrow)
    {
        var planted = Read("src/Rules/Rules.csproj").Replace("</Project>", $"<ItemGroup>{arrow}</ItemGroup></Project>", StringComparison.Ordinal);

        Assert.Equal(["Gateway"], ProjectGraph.Projects(planted));
    }

    [Fact]
    public void Control_a_planted_package_is_seen()
    {
        var planted = """<Project><ItemGroup><PackageReference Include="Serilog" /></ItemGroup></Project>""";

        Assert.Equal(["Serilog"], ProjectGraph.Packages(planted));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepoRoot.Path, path));
}
