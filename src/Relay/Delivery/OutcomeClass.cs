namespace EdgeRelay.Relay.Delivery;

/// <summary>What an attempt came to.</summary>
public enum OutcomeClass : byte
{
    /// <summary>2xx.</summary>
    Delivered = 0,

    /// <summary>3xx, 4xx, 5xx not named below; DNS, refused, reset, TLS.</summary>
    Failed = 1,

    /// <summary>410, or the receiver asked to be disabled.</summary>
    Gone = 2,

    /// <summary>429, 503.</summary>
    Throttled = 3,

    /// <summary>502, 504, or no answer in time.</summary>
    Slow = 4,

    /// <summary>The guard refused the address; nothing was sent.</summary>
    Blocked = 5,

    /// <summary>The body is over 256 KiB; nothing was sent.</summary>
    TooLarge = 6,
}
