namespace EdgeRelay.Simulator.Scenarios;

/// <summary>What a vehicle's random numbers are for. Each purpose has a stream of its own, so that one more draw here shifts nothing there.</summary>
internal enum RandomPurpose
{
    Errands = 1,
    Roads = 2,
    Cargo = 3,
    Inspections = 4,
    Drivers = 5,
    Heartbeats = 6,
    Defects = 7,
}
