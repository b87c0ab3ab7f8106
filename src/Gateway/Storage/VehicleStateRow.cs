namespace EdgeRelay.Gateway.Storage;

/// <summary>A vehicle's rule state as it was after the journal row <see cref="Position"/>: a cache of the journal, written behind.</summary>
public sealed class VehicleStateRow
{
    public long VehicleNo { get; set; }

    public long Position { get; set; }

    /// <summary>Version of the engine that wrote it; another version's state is made anew.</summary>
    public int Engine { get; set; }

    /// <summary>Raised with each write; a write that does not follow its predecessor is refused (the fence of a lane's epoch).</summary>
    public long Version { get; set; }

    /// <summary>Wall clock time, Unix ms, at which a silent vehicle's deadline is due; null when none waits.</summary>
    public long? TickDueMs { get; set; }

    public required byte[] Body { get; set; }
}
