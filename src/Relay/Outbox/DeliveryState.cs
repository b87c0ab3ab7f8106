namespace EdgeRelay.Relay.Outbox;

/// <summary>Where a delivery stands, as stored. All from <see cref="Delivered"/> on are final.</summary>
/// <remarks>"Sending" is known only in memory. "Held" is an unfinished delivery whose subscription may not send.</remarks>
public enum DeliveryState : byte
{
    Pending = 0,
    Retrying = 1,
    Delivered = 2,
    Failed = 3,
    Cancelled = 4,
    Superseded = 5,
    Expired = 6,
}
