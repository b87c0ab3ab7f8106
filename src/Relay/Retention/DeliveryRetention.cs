namespace EdgeRelay.Relay.Retention;

/// <summary>How long what is finished stays readable. The host owns the setting.</summary>
/// <param name="KeepFinished">Age, counted from its end, at which a finished delivery goes, and its event with the last of them.</param>
public sealed record DeliveryRetention(TimeSpan KeepFinished);
