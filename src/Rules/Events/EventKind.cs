namespace EdgeRelay.Rules.Events;

/// <summary>What an event says about its subject. The wire names are the lower-case member names.</summary>
public enum EventKind : byte
{
    Report,
    Start,
    Repeat,
    End,
    Enter,
    Leave,
    Assign,
    Unassign,
    Missed,
    High,
    Low,
    Normal,

    /// <summary>An event that was sent did not happen: late data show it.</summary>
    Corrected,
}
