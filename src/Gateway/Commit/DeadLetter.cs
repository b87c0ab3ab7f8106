using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Commit;

/// <summary>A message, or one element of a batch, that can never be accepted.</summary>
internal sealed record DeadLetter(
    long AccountId, string VehicleId, long ReceivedMs, DeadLetterReason Reason, string Topic, string? Detail, byte[] Payload);
