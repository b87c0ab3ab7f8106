using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.Starting;

/// <summary>The gateway's program, run to its end in an empty folder: for starts that fail.</summary>
internal static class GatewayProgram
{
    public static async Task<ProgramResult> Fails(params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        return await ProgramRun.Of(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Gateway.dll")],
            [("EDGERELAY__DATA__DIRECTORY", Path.Combine(folder.Path, "data")), .. environment]);
    }
}
