namespace EdgeRelay.Gateway.Commit;

/// <summary>The lane as the committer sees it.</summary>
internal interface IBatchOwner
{
    /// <summary>Whether a batch begun in <paramref name="epoch"/> still stands on committed state.</summary>
    bool IsCurrent(long epoch);

    /// <summary>The batch is committed and synced, its tickets are settled. Writer's thread.</summary>
    void Committed(LaneBatch batch);

    /// <summary>
    /// The batch is not in the database. The lane raises its epoch, so that whatever it built on the batch is discarded as well.
    /// Writer's thread.
    /// </summary>
    void Failed(LaneBatch batch, Exception error);
}
