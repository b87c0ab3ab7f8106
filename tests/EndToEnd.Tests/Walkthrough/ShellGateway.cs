using System.Diagnostics;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.Walkthrough;

/// <summary>A gateway that shell commands started, as a process of its own in an empty folder.</summary>
internal sealed class ShellGateway : IAsyncDisposable
{
    /// <summary>Stands for <c>./edge</c>, whose <c>run</c> builds and then becomes the gateway. Here it is built already.</summary>
    private const string Edge = """
        #!/bin/sh
        [ "$*" = run ] && exec dotnet "$GATEWAY_DLL"
        echo "edge $* is not known here" >&2
        exit 2
        """;

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private ShellGateway(TemporaryFolder folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Without scheme, such as <c>127.0.0.1:8080</c>.</summary>
    public string HttpAuthority { get; private set; } = "";

    public int MqttPort { get; private set; }

    /// <summary>Runs the commands on free ports until they say that the gateway is ready.</summary>
    public static async Task<ShellGateway> Start(string commands)
    {
        var folder = new TemporaryFolder();
        var edge = Path.Combine(folder.Path, "edge");
        await File.WriteAllTextAsync(edge, Edge);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(edge, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = ProgramRun.StartOf(
            "bash",
            ["-euc", commands],
            ("GATEWAY_DLL", Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Gateway.dll")),
            ("EDGERELAY__MQTT__PORT", "0"),
            ("EDGERELAY__HTTP__PORT", "0"));
        start.WorkingDirectory = folder.Path;
        var gateway = new ShellGateway(folder, Process.Start(start)!);
        await gateway.BecomesReady();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task BecomesReady()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Short) is { } line)
        {
            switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["mqtt", var address]:
                    MqttPort = new Uri(address).Port;
                    break;
                case ["http", var address]:
                    HttpAuthority = new Uri(address).Authority;
                    break;
                case ["ready"]:
                    // Read on, so that the gateway's log never waits for a reader.
                    _ = _process.StandardOutput.ReadToEndAsync();
                    return;
            }
        }

        throw new InvalidOperationException("The gateway did not become ready: " + await errors);
    }
}
