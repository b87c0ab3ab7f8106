namespace EdgeRelay.Relay.Storage;

/// <summary>One piece of writing. Its methods run on the writer's thread and must be short.</summary>
public interface IWriteWork
{
    /// <summary>
    /// Writes inside the open transaction, within a savepoint of its own: when it throws, its own writes are undone, nobody else's.
    /// May run again after the whole transaction failed.
    /// </summary>
    void Write(IWriteSession session);

    /// <summary>The transaction that holds the writes is committed and synced.</summary>
    void Committed();

    /// <summary>The writes are not in the database and will not be tried again.</summary>
    void Failed(Exception error);
}
