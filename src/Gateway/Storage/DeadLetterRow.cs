namespace EdgeRelay.Gateway.Storage;

/// <summary>A message (or one element of a batch) that can never be accepted: acknowledged, counted, kept here with its reason.</summary>
public sealed class DeadLetterRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required string VehicleId { get; set; }

    public long ReceivedMs { get; set; }

    /// <summary>Reason code in snake case, e.g. <c>bad_time</c>.</summary>
    public required string Reason { get; set; }

    public required string Topic { get; set; }

    /// <summary>JSON path and what was wrong there.</summary>
    public string? Detail { get; set; }

    public required byte[] Payload { get; set; }

    /// <summary>When it was taken after all, Unix ms; null while it is refused.</summary>
    public long? RetriedMs { get; set; }
}
