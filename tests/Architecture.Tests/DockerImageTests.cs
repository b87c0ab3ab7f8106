using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

public sealed class DockerImageTests
{
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(RepoRoot.Path, "Dockerfile"));

    private static readonly string[] BuildSettings =
        ["global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "src/Directory.Build.props"];

    private static IEnumerable<string> Needed =>
        BuildSettings.Concat(ProjectGraph.Closure(RepoRoot.Path, "src/Gateway/Gateway.csproj"));

    [Fact]
    public void The_image_is_built_from_all_that_it_needs_and_runs_without_rights() =>
        Assert.Empty(DockerImage.Faults(Dockerfile, Needed));

    [Fact]
    public void The_gateway_needs_four_projects() => Assert.Equal(BuildSettings.Length + 4, Needed.Count());

    [Fact]
    public void What_the_image_copies_is_not_ignored()
    {
        var ignore = File.ReadAllLines(Path.Combine(RepoRoot.Path, ".dockerignore"));

        Assert.Equal("*", ignore.First(l => !l.StartsWith('#')));
        Assert.All(Needed, n => Assert.Contains("!" + (n.StartsWith("src/", StringComparison.Ordinal) ? "src" : n), ignore));
    }

    [Fact]
    public void Compose_takes_all_rights_away()
    {
        var compose = File.ReadAllText(Path.Combine(RepoRoot.Path, "compose.yaml"));

        Assert.Matches(@"read_only: true", compose);
        Assert.Matches(@"cap_drop:\s+- ALL", compose);
        Assert.Matches(@"no-new-privileges:true", compose);
        Assert.Matches(@"data:/data", compose);
    }

    [Theory]
    [InlineData("COPY src/Relay/Relay.csproj src/Relay/\n", "", "src/Relay/Relay.csproj is not copied before the restore")]
    [InlineData("USER $APP_UID\n", "", "it runs as root")]
    [InlineData("USER $APP_UID\n", "USER $APP_UID\nUSER root\n", "it runs as root")]
    [InlineData("HEALTHCHECK", "# HEALTHCHECK", "there is no health check by the gateway itself")]
    [InlineData("aspnet:10.0", "aspnet:9.0", "base images are mcr.microsoft.com/dotnet/sdk:10.0, mcr.microsoft.com/dotnet/aspnet:9.0")]
    [InlineData("EXPOSE 1883 8080", "EXPOSE 1883", "the two ports are not announced")]
    public void Control_a_damaged_file_is_refused(string original, string damaged, string fault)
    {
        var planted = Dockerfile.Replace(original, damaged, StringComparison.Ordinal);

        Assert.Equal([fault], DockerImage.Faults(planted, Needed));
    }
}
