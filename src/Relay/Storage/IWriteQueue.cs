namespace EdgeRelay.Relay.Storage;

/// <summary>The host's one writer of the main database. Everything that Relay writes there goes through it, in order of submission.</summary>
public interface IWriteQueue
{
    /// <summary>Queues work for the next group commit. Returns at once; thread-safe.</summary>
    void Submit(IWriteWork work);
}
