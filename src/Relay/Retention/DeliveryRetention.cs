namespace EdgeRelay.Relay.Retention;

/// <summary>How long what is finished stays readable. The host owns the setting.</summary>
/// <param name="KeepFinished">Age, counted from its end, at which a finished delivery goes, and its event with the last of them.</param>
/// <param name="KeepUnsent">Age at which an event goes that never had a delivery.</param>
/// <param name="MostBytes">Size of events and deliveries together, about, beyond which the oldest finished ones go early.</param>
public sealed record DeliveryRetention(TimeSpan KeepFinished, TimeSpan KeepUnsent, long MostBytes);
