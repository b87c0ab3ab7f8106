namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Why an enabled subscription sends nothing. Its messages are kept.</summary>
public enum HoldReason : byte
{
    None = 0,

    /// <summary>Disabled by Relay: the receiver answered 410, or asked for it.</summary>
    Gone = 1,

    /// <summary>Disabled by Relay: no success for too long.</summary>
    Failing = 2,

    /// <summary>Paused by a user.</summary>
    User = 3,

    /// <summary>Paused because too much waits.</summary>
    Overflow = 4,
}
