namespace EdgeRelay.Relay.Delivery;

/// <summary>The latest failure of an endpoint since its latest success.</summary>
/// <param name="Reason">Plain words.</param>
/// <param name="EventId">The event that was not delivered.</param>
/// <param name="Type">Its type.</param>
internal sealed record LastFailure(string Reason, Guid EventId, string Type);
