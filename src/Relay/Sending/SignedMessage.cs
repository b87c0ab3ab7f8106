namespace EdgeRelay.Relay.Sending;

/// <summary>What a signature says besides the body.</summary>
/// <param name="Id">Of the message, without a dot.</param>
/// <param name="Seconds">Unix s of the attempt.</param>
/// <param name="Type">Event type.</param>
internal readonly record struct SignedMessage(string Id, long Seconds, string Type);
