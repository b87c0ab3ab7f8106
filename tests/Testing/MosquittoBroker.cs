using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeRelay.Testing;

/// <summary>Eclipse Mosquitto on a loopback port of its own, with sessions that outlive it. Ended by its pid, however the test ends.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    /// <summary>Debian keeps it where the PATH of ordinary users does not lead.</summary>
    public const string Program = "/usr/sbin/mosquitto";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private MosquittoBroker() => Port = FreePort();

    public static bool Present => File.Exists(Program);

    public int Port { get; }

    public string Url => $"mqtt://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public string TlsUrl => $"mqtts://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <param name="settings">Further lines of its configuration; without any it is open to all.</param>
    public static async Task<MosquittoBroker> Start(params string[] settings)
    {
        var broker = new MosquittoBroker();
        try
        {
            string[] access = settings.Length == 0 ? ["allow_anonymous true"] : settings;
            await File.WriteAllLinesAsync(
                Path.Combine(broker._folder.Path, "mosquitto.conf"),
                [
                    $"listener {broker.Port.ToString(CultureInfo.InvariantCulture)} 127.0.0.1",
                    .. access,
                    "persistence true",
                    $"persistence_location {broker._folder.Path}/",
                    "max_queued_messages 0",
                    $"user {Environment.UserName}",
                ]);
            await broker.StartAgain();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>On the same port and with the sessions that <see cref="Stop"/> left.</summary>
    public async Task StartAgain()
    {
        var start = new ProcessStartInfo(Program, ["-c", Path.Combine(_folder.Path, "mosquitto.conf"), "-v"]) { RedirectStandardError = true };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string?>();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("Mosquitto ended: " + string.Join('\n', said)));
        _process.ErrorDataReceived += (_, line) =>
        {
            if (!ready.Task.IsCompleted)
            {
                said.Add(line.Data);
            }

            if (line.Data?.EndsWith(" running", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        _process.Start();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Deadline);
    }

    /// <summary>SIGTERM: it writes its sessions and what waits for them, and goes.</summary>
    public async Task Stop()
    {
        using var signal = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>Below the range of outgoing connections, so that nobody is given it while the broker is away.</summary>
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
