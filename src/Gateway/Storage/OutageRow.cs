namespace EdgeRelay.Gateway.Storage;

/// <summary>A time in which the gateway heard nobody: it was down, or could not commit. Silence in it is ours, not a vehicle's.</summary>
public sealed class OutageRow
{
    /// <summary>The last moment before it at which we are known to have listened, Unix ms.</summary>
    public long FromMs { get; set; }

    /// <summary>When we listened again, Unix ms.</summary>
    public long UntilMs { get; set; }
}
