using EdgeRelay.Gateway.Commit;

namespace EdgeRelay.Gateway.Tests.Commit;

/// <summary>A lane that remembers what the committer told it. Raises its epoch at a failure, as the real one does.</summary>
internal sealed class RecordingLane : IBatchOwner
{
    private long _epoch;

    public List<string> Told { get; } = [];

    public TaskCompletionSource Settled { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int AwaitedBatches { get; set; } = 1;

    public bool IsCurrent(long epoch) => Interlocked.Read(ref _epoch) == epoch;

    public void Committed(LaneBatch batch) => Note("committed " + batch.Position);

    public void Failed(LaneBatch batch, Exception error)
    {
        if (IsCurrent(batch.Epoch))
        {
            Interlocked.Increment(ref _epoch);
        }

        Note("failed " + batch.Position);
    }

    private void Note(string text)
    {
        lock (Told)
        {
            Told.Add(text);
            if (Told.Count == AwaitedBatches)
            {
                Settled.SetResult();
            }
        }
    }
}
