using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Inputs of one batch whose vehicles' pasts must run again: a late sample, and all that comes after it in the same batch, so that what arrives
/// together runs again once. Touched by the lane's thread alone.
/// </summary>
internal sealed class PlacedInputs
{
    private readonly Dictionary<VehicleEntry, List<VehicleInput>> _byVehicle = [];

    public bool IsEmpty => _byVehicle.Count == 0;

    public bool Has(VehicleEntry entry) => _byVehicle.Count > 0 && _byVehicle.ContainsKey(entry);

    public void Add(VehicleEntry entry, VehicleInput input)
    {
        if (!_byVehicle.TryGetValue(entry, out var inputs))
        {
            _byVehicle.Add(entry, inputs = []);
        }

        inputs.Add(input);
    }

    public IEnumerable<(VehicleEntry Entry, List<VehicleInput> Inputs)> All => _byVehicle.Select(p => (p.Key, p.Value));

    public void Clear() => _byVehicle.Clear();
}
