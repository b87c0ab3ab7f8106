using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>One of our programs in a process of its own. Its output is read away; it is ended by its id.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Child(Process process) => _process = process;

    /// <summary>The first line that it prints: its address, or its result. Fails when it ends without one.</summary>
    public Task<string> FirstLine => _firstLine.Task.WaitAsync(TimeSpan.FromMinutes(2));

    public double ProcessorSeconds => ProcessorTime.SecondsOf(_process);

    /// <summary>Memory that it has in use, as the machine counts it.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a verb of this program.</summary>
    public static Child StartOwn(params string[] arguments) =>
        Start(Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Benchmarks.dll"), arguments, []);

    public static Child Start(string assembly, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove(LoadGenerator.InlineSetting);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new Child(Process.Start(start) ?? throw new InvalidOperationException("The process did not start."));
        child._process.OutputDataReceived += (_, line) => child.Read(line.Data);
        child._process.BeginOutputReadLine();
        return child;
    }

    /// <summary>Asks it to stop (its input ends) or, a gateway, by SIGTERM; kills it when it does not within ten seconds.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _firstLine.TrySetException(new InvalidOperationException("The process ended before it said anything."));
        }
        else
        {
            _firstLine.TrySetResult(line);
        }
    }
}
