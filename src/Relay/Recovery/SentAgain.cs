namespace EdgeRelay.Relay.Recovery;

/// <summary>A delivery that was made to send something again.</summary>
/// <param name="DeliveryId">The new delivery.</param>
/// <param name="OfDeliveryId">The finished one that it repeats.</param>
public readonly record struct SentAgain(long DeliveryId, long OfDeliveryId);
