using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>A dead letter's content.</summary>
/// <param name="Topic">Empty when it failed behind the decoder; the payload is then an input as the journal writes it.</param>
/// <param name="ReceivedMs">When it was refused, Unix ms.</param>
internal sealed record RefusedTelemetry(
    long AccountId, string VehicleId, string Topic, byte[] Payload, long ReceivedMs, DeadLetterReason Reason)
{
    /// <summary>It was refused for its time alone. The first such letter of a message holds the whole message.</summary>
    public bool IsForTime => Reason is DeadLetterReason.FutureTime or DeadLetterReason.PastTime;
}
