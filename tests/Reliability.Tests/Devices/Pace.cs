namespace EdgeRelay.Reliability.Tests.Devices;

/// <summary>How many new messages all devices together may still make. Thread-safe.</summary>
internal sealed class Pace : IDisposable
{
    private readonly SemaphoreSlim _grants = new(0);
    private readonly CancellationTokenSource _stop = new();

    public bool IsStopped => _stop.IsCancellationRequested;

    public void Grant(int messages) => _grants.Release(messages);

    /// <summary>No device makes anything new from now on.</summary>
    public void Stop() => _stop.Cancel();

    public bool TryTake() => !IsStopped && _grants.Wait(0);

    /// <returns>False when nothing new is to be made any more.</returns>
    public async Task<bool> Take()
    {
        try
        {
            await _grants.WaitAsync(_stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _grants.Dispose();
        _stop.Dispose();
    }
}
