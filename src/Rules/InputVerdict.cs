namespace EdgeRelay.Rules;

/// <summary>What became of an input. Refused inputs leave the state untouched and belong in the dead-letter table.</summary>
public enum InputVerdict : byte
{
    Applied,

    /// <summary>The same message again: no state change.</summary>
    Duplicate,

    /// <summary>Older than what was applied: recorded, changes no state.</summary>
    Late,

    /// <summary>Refused: later than its receive time by more than the tolerance.</summary>
    FutureTime,

    /// <summary>Refused: too old to be true.</summary>
    PastTime,
}
