namespace EdgeRelay.Relay.Delivery;

/// <summary>What an endpoint's queue made of a finished attempt: what to write, and what changed for the endpoint.</summary>
/// <param name="BreakerOpened">Set to the time of the next try when the breaker opened or stayed open.</param>
/// <param name="Recovered">The endpoint was failing and answers again.</param>
internal readonly record struct Completion(Outcome Outcome, EndpointNote? Note, DateTimeOffset? BreakerOpened, bool Recovered);
