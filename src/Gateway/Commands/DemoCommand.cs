using System.Diagnostics;
using EdgeRelay.Gateway.Demo;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Gateway, simulated fleet and receiver on this machine: the first webhook within seconds of the start, nothing to set up.</summary>
internal static class DemoCommand
{
    public static async Task<int> Run(string[] args)
    {
        if (DemoOptions.Parse(args, out var fault) is not { } options)
        {
            await Console.Error.WriteLineAsync("edgerelay demo: " + fault);
            return ExitCodes.Usage;
        }

        var started = Stopwatch.GetTimestamp();
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            // The first Ctrl+C ends the demo in order; a second one ends it at once.
            e.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        };
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                interrupted.Cancel();
            });
        await using var demo = new DemoFleet(options, Console.Out, started);
        try
        {
            await demo.Run(interrupted.Token);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (Exception error) when (error is DemoException or ListenException or DataFolderException or DataFolderLockedException)
        {
            await Console.Error.WriteLineAsync("edgerelay demo: " + error.Message);
            return ExitCodes.Error;
        }
    }
}
