namespace EdgeRelay.Gateway.Decoding;

/// <summary>One element that cannot be applied: it goes to the dead-letter table as it came.</summary>
/// <param name="Reason">Counted by this.</param>
/// <param name="JsonPath">Where in the payload, e.g. <c>$[3].speed_kmh</c>; <c>$</c> is the whole payload.</param>
/// <param name="Detail">What was found and what was expected, for people.</param>
/// <param name="Element">The element's own bytes: a copy, valid for as long as needed.</param>
public sealed record DecodeFault(DeadLetterReason Reason, string JsonPath, string Detail, ReadOnlyMemory<byte> Element);
