namespace EdgeRelay.Gateway.Publishing;

/// <summary>What is wrong with a trigger.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) into the request's body, e.g. <c>/triggers/0/mph</c>.</param>
/// <param name="Code">For programs.</param>
/// <param name="Detail">For people: which value, and what was expected.</param>
/// <param name="Nearest">The known name that was probably meant, or null.</param>
public sealed record TriggerFault(string Pointer, TriggerFaultCode Code, string Detail, string? Nearest = null);
