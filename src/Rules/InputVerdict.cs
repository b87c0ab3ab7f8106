namespace EdgeRelay.Rules;

/// <summary>What became of an input. Refused inputs leave the state untouched and belong in the dead-letter table.</summary>
public enum InputVerdict : byte
{
    Applied,

    /// <summary>The same message again: no state change.</summary>
    Duplicate,

    /// <summary>Older than what was applied, and than what is kept of before: recorded, changes no state.</summary>
    Late,

    /// <summary>Refused: later than its receive time by more than the tolerance.</summary>
    FutureTime,

    /// <summary>Refused: too old to be true.</summary>
    PastTime,

    /// <summary>
    /// Older than what was applied, but the state before it is kept: nothing was done yet; the vehicle's history has to run again with it
    /// (<see cref="EventTime.VehicleHistory"/>). Said only to callers that keep states.
    /// </summary>
    OutOfOrder,
}
