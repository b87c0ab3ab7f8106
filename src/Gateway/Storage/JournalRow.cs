namespace EdgeRelay.Gateway.Storage;

/// <summary>What one lane committed at once: the inputs, and the ids of the events that each gave.</summary>
public sealed class JournalRow
{
    /// <summary>Ascending over all lanes; within a lane in the order of processing.</summary>
    public long Position { get; set; }

    public long CommittedMs { get; set; }

    public int Lane { get; set; }

    public int Records { get; set; }

    public required byte[] Body { get; set; }
}
