namespace EdgeRelay.Relay.Subscriptions;

/// <summary>One thing that is wrong with a draft.</summary>
/// <param name="Code">A code of the API's error table, such as <c>url_not_https</c>.</param>
/// <param name="Pointer">JSON pointer to the value, such as <c>/delivery/timeout_s</c>.</param>
/// <param name="Message">What was found, what is allowed, what to do.</param>
/// <param name="Nearest">The known word closest to the one given, if there is a close one.</param>
public sealed record SubscriptionFault(string Code, string Pointer, string Message, string? Nearest = null);
