namespace EdgeRelay.Relay.Delivery;

/// <summary>What an endpoint's queue made of a finished attempt: what to write, and what changed for the endpoint.</summary>
/// <param name="Outcomes">One of each member of the request.</param>
/// <param name="BreakerOpened">Set to the time of the next try when the breaker opened or stayed open.</param>
/// <param name="Recovered">The endpoint was failing and answers again.</param>
/// <param name="FailuresBefore">Failures in a row before the attempt.</param>
/// <param name="Failures">Failures in a row with it.</param>
internal readonly record struct Completion(
    OneOrMany<Outcome> Outcomes, EndpointNote? Note, DateTimeOffset? BreakerOpened, bool Recovered, int FailuresBefore, int Failures);
