using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>What all lanes share.</summary>
internal sealed record LaneContext(
    VehicleSettings Settings,
    CoreDatabase Database,
    CommitQueue Commits,
    LowWater LowWater,
    JournalPositions Positions,
    VehicleDirectory Directory,
    Listening Listening,
    VehicleMeters Meters,
    TimeProvider Clock,
    ILogger Logger);
