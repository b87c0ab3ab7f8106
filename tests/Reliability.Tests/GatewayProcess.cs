using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.Reliability.Tests;

/// <summary>
/// The built gateway as a process of its own, on ports chosen once, so that devices find it again after a kill. Ended by its pid, however
/// the test ends.
/// </summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    public const string ApiKey = "er_test0000_0123456789abcdef";

    private const int LogLinesKept = 400;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    /// <param name="folder">Data directory, the same over all lives.</param>
    /// <param name="settings">Settings by their names below <c>EDGERELAY__</c>.</param>
    public GatewayProcess(string folder, IReadOnlyDictionary<string, string> settings)
    {
        _folder = folder;
        _settings = settings;
        MqttPort = FreePort();
        HttpPort = FreePort();
    }

    public int MqttPort { get; }

    public int HttpPort { get; }

    public Uri Http => new($"http://127.0.0.1:{HttpPort}/");

    /// <summary>The last lines that the gateway wrote, over all its lives.</summary>
    public IReadOnlyCollection<string> Log => [.. _log];

    /// <summary>Starts a life. It may end by an armed fault before it is ready.</summary>
    /// <param name="fault">Value of <c>EDGERELAY_FAULT</c>; null arms none.</param>
    /// <returns>Completes when it is ready, or with false when it has ended.</returns>
    public Task<bool> Start(string? fault = null)
    {
        _process?.Dispose();
        var start = new ProcessStartInfo(DotnetPath()) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Gateway.dll"));
        if (fault is not null)
        {
            start.ArgumentList.Add("--allow-faults");
        }

        start.Environment["EDGERELAY_FAULT"] = fault;
        foreach (var (name, value) in Environment())
        {
            start.Environment["EDGERELAY__" + name] = value;
        }

        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => ready.TrySetResult(false);
        process.OutputDataReceived += (_, line) => Note(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Note(line.Data, ready);
        _process = process;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return ready.Task.WaitAsync(StartDeadline);
    }

    /// <summary>SIGKILL; completes when the kernel has buried it.</summary>
    public async Task Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>False when it still runs at the deadline.</returns>
    public async Task<bool> HasEndedWithin(TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        try
        {
            await _process!.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process?.Dispose();
    }

    private Dictionary<string, string> Environment()
    {
        var all = new Dictionary<string, string>
        {
            ["DATA__DIRECTORY"] = _folder,
            ["MQTT__PORT"] = MqttPort.ToString(CultureInfo.InvariantCulture),
            ["HTTP__PORT"] = HttpPort.ToString(CultureInfo.InvariantCulture),
            ["ADMIN__APIKEY"] = ApiKey,
            ["MQTT__OPENENROLLMENT"] = "true",
            ["MQTT__LIMITS__MESSAGESPERSECOND"] = "0",
            ["MQTT__LIMITS__BYTESPERSECOND"] = "0",
            ["RELAY__ALLOWHTTP"] = "true",
            ["RELAY__ALLOWPRIVATECIDRS"] = "127.0.0.1/32",
            ["RELAY__TRUSTEDHOSTS"] = "127.0.0.1",
        };
        foreach (var (name, value) in _settings)
        {
            all[name] = value;
        }

        return all;
    }

    private void Note(string? line, TaskCompletionSource<bool> ready)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        while (_log.Count > LogLinesKept)
        {
            _log.TryDequeue(out _);
        }

        if (line == "ready")
        {
            ready.TrySetResult(true);
        }
    }

    private static string DotnetPath() =>
        System.Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>
    /// Below the range that the kernel gives to outgoing connections: there a device that tries while the gateway is down could be given the
    /// gateway's own port and connect to itself.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
