namespace EdgeRelay.Architecture.Tests;

public sealed class ReferencedNamesTests
{
    private static readonly string[] RefusedInRules =
    [
        "System.IO", "System.Net", "System.Data", "System.Threading.Tasks", "System.Diagnostics.Metrics", "System.Diagnostics.Tracing",
        "System.Console", "System.Security.Cryptography.X509Certificates", "Microsoft", "Serilog", "Polly", "SQLitePCL",
        "EdgeRelay.Mqtt", "EdgeRelay.Relay", "EdgeRelay.Gateway",
    ];

    public static TheoryData<string, string[]> Refusals => new()
    {
        { "Rules", RefusedInRules },
        {
            "Mqtt",
            [
                "Microsoft.EntityFrameworkCore", "Microsoft.Data", "System.Data", "SQLitePCL", "Polly", "System.Net.Http",
                "NetTopologySuite", "EdgeRelay.Rules", "EdgeRelay.Relay", "EdgeRelay.Gateway",
            ]
        },
        { "Relay", ["NetTopologySuite", "Microsoft.AspNetCore", "EdgeRelay.Mqtt", "EdgeRelay.Rules", "EdgeRelay.Gateway"] },
        {
            "Simulator",
            [
                "NetTopologySuite", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "SQLitePCL",
                "EdgeRelay.Gateway", "EdgeRelay.Rules", "EdgeRelay.Relay",
            ]
        },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void An_assembly_uses_nothing_that_it_must_not_know(string project, string[] refused)
    {
        var names = ReferencedNames.Of(Path.Combine(AppContext.BaseDirectory, $"EdgeRelay.{project}.dll"));

        Assert.Empty(ReferencedNames.Refused(names, refused));
    }

    [Fact]
    public void Control_a_planted_use_of_files_is_refused_in_rules()
    {
        var names = ReferencedNames.Of(typeof(ImpureSample).Assembly.Location);

        Assert.Contains("System.IO.Pipes", ReferencedNames.Refused(names, RefusedInRules));
    }

    [Fact]
    public void Control_a_planted_use_of_another_project_is_refused()
    {
        var names = ReferencedNames.Of(Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Relay.dll"));

        Assert.Contains("Microsoft.Data.Sqlite", ReferencedNames.Refused(names, RefusedInRules));
    }

    [Theory]
    [InlineData("System.IO", true)]
    [InlineData("System.IO.Compression", true)]
    [InlineData("System.IOutbox", false)]
    [InlineData("NetTopologySuite.IO", false)]
    public void A_prefix_ends_at_a_dot(string name, bool isRefused) =>
        Assert.Equal(isRefused, ReferencedNames.Refused([name], ["System.IO"]).Count == 1);
}
