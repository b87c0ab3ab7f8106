namespace EdgeRelay.Relay.Subscriptions;

/// <summary>What can happen to a subscription's state: a closed set.</summary>
public enum SubscriptionTurn : byte
{
    /// <summary>The user switches it on.</summary>
    Enable = 0,

    /// <summary>The user switches it off.</summary>
    Disable = 1,

    /// <summary>The receiver proved that it wants the messages.</summary>
    Prove = 2,

    /// <summary>The operator's settings name the host as trusted.</summary>
    Trust = 3,

    /// <summary>Another URL, an address that the guard refused three times, or a host that is no longer trusted.</summary>
    LoseProof = 4,

    /// <summary>The receiver answered 410, or asked to be disabled.</summary>
    Gone = 5,

    /// <summary>No success for too long.</summary>
    Fail = 6,

    /// <summary>The user stops the sending for a while.</summary>
    Pause = 7,

    /// <summary>Too much waits.</summary>
    Overflow = 8,

    /// <summary>The user lets a paused one send again.</summary>
    Resume = 9,
}
