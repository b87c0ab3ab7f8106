using System.Runtime.InteropServices;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Ctrl+C and SIGTERM as a token, until it is disposed. The first ends the work in order; a second Ctrl+C ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _interrupted = new();
    private readonly PosixSignalRegistration _terminated;

    public Interruption()
    {
        Console.CancelKeyPress += OnKey;
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _interrupted.Cancel();
        });
    }

    public CancellationToken Token => _interrupted.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= OnKey;
        _terminated.Dispose();
        _interrupted.Dispose();
    }

    private void OnKey(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = !_interrupted.IsCancellationRequested;
        _interrupted.Cancel();
    }
}
