namespace EdgeRelay.Simulator.Fleet;

internal enum Activity
{
    Driving,

    /// <summary>Stands at a red light.</summary>
    Waiting,

    /// <summary>Delivers or dawdles: stands with the engine on.</summary>
    Idling,

    /// <summary>Engine off.</summary>
    Parked,

    /// <summary>Engine on, about to leave.</summary>
    WarmingUp,
}
