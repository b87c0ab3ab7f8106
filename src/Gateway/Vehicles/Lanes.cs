using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>All lanes. A vehicle's messages all go to the same one.</summary>
internal sealed class Lanes : IDisposable
{
    private readonly Lane[] _lanes;

    public Lanes(LaneContext context) =>
        _lanes = [.. Enumerable.Range(0, context.Settings.EffectiveLanes).Select(number => new Lane(number, context))];

    public Lane Of(VehicleRef vehicle) => _lanes[vehicle.Lane];

    /// <inheritdoc cref="Lane.Ask"/>
    public Task<VehicleSnapshot> Ask(VehicleRef vehicle) => Of(vehicle).Ask(vehicle);

    /// <inheritdoc cref="Lane.WaitForRoom"/>
    public Task WaitForRoom(VehicleRef vehicle) => Of(vehicle).WaitForRoom(vehicle);

    public void Start()
    {
        foreach (var lane in _lanes)
        {
            lane.Start();
        }
    }

    /// <inheritdoc cref="Lane.Stop"/>
    public void Stop()
    {
        foreach (var lane in _lanes)
        {
            lane.Stop();
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }
}
