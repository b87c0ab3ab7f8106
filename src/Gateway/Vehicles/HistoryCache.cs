namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Bounds what a lane keeps of its vehicles' pasts. Vehicles that upload a backlog come again and again, and reading the journal each time would
/// cost more than the run. Touched by the lane's thread alone.
/// </summary>
internal sealed class HistoryCache
{
    /// <summary>Inputs of all vehicles together; some 1 KB each with their events.</summary>
    private const int MostInputs = 32_768;

    /// <summary>Vehicles; the one whose past was read longest ago goes first.</summary>
    private const int MostVehicles = 256;

    private readonly Queue<VehicleEntry> _order = new();

    public void Add(VehicleEntry entry)
    {
        _order.Enqueue(entry);
        while (_order.Count > 1 && (_order.Count > MostVehicles || Inputs() > MostInputs))
        {
            _order.Dequeue().History = null;
        }
    }

    public void Clear() => _order.Clear();

    private int Inputs() => _order.Sum(e => e.History?.Count ?? 0);
}
