using System.Collections.Concurrent;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Vehicles of a lane of which no more is taken for now: whoever reads for one of them waits. Thread-safe.</summary>
internal sealed class PausedVehicles
{
    private readonly ConcurrentDictionary<VehicleRef, TaskCompletionSource> _paused = new();
    private volatile int _count;

    /// <remarks>On the way of every message: nearly always nobody is paused.</remarks>
    public bool Has(VehicleRef vehicle) => _count > 0 && _paused.ContainsKey(vehicle);

    /// <summary>Completes when the vehicle's messages are taken again.</summary>
    public Task WaitFor(VehicleRef vehicle) => _paused.TryGetValue(vehicle, out var resumed) ? resumed.Task : Task.CompletedTask;

    public void Pause(VehicleRef vehicle)
    {
        _paused.TryAdd(vehicle, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _count = _paused.Count;
    }

    public void Resume(VehicleRef vehicle)
    {
        if (_count > 0 && _paused.TryRemove(vehicle, out var resumed))
        {
            _count = _paused.Count;
            resumed.SetResult();
        }
    }
}
