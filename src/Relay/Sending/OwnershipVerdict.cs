namespace EdgeRelay.Relay.Sending;

/// <summary>What an ownership check found.</summary>
/// <param name="Status">Status of the answer; 0 when none came.</param>
/// <param name="Reason">Plain words when it did not pass.</param>
public sealed record OwnershipVerdict(bool Passed, int Status, string Reason);
