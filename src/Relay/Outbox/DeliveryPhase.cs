namespace EdgeRelay.Relay.Outbox;

/// <summary>Where a delivery stands at this moment: <see cref="DeliveryState"/> as stored, and what only the present knows.</summary>
public enum DeliveryPhase : byte
{
    /// <summary>Waits for its turn.</summary>
    Pending = 0,

    /// <summary>Failed, and waits for its next attempt.</summary>
    Retrying = 1,

    /// <summary>Waits until its subscription may send.</summary>
    Held = 2,

    /// <summary>Its request is open.</summary>
    Sending = 3,

    Delivered = 4,

    Failed = 5,

    Cancelled = 6,

    /// <summary>A newer message took its place.</summary>
    Superseded = 7,

    /// <summary>Too old to be of use.</summary>
    Expired = 8,
}
