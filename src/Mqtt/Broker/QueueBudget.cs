namespace EdgeRelay.Mqtt.Broker;

/// <summary>The bytes that the queues of all sessions may hold together. Thread-safe.</summary>
internal sealed class QueueBudget(long bytes)
{
    private long _taken;

    /// <returns>False at the bound; then nothing is taken.</returns>
    public bool TryTake(int size)
    {
        if (Interlocked.Add(ref _taken, size) <= bytes)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -size);
        return false;
    }

    public void Release(int size) => Interlocked.Add(ref _taken, -size);
}
