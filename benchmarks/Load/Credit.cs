using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>How many messages may be sent, for a while. Thread-safe.</summary>
internal sealed class Credit(TimeSpan duration)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _sent;
    private long _allowed;

    public bool IsOver => Stopwatch.GetElapsedTime(_started) >= duration;

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Messages that may be sent in all since the beginning.</summary>
    public long Allowed
    {
        get => Volatile.Read(ref _allowed);
        set => Volatile.Write(ref _allowed, value);
    }

    /// <returns>What was asked for, or 0 when the credit is used up or the time is over. May exceed the credit by one request a thread.</returns>
    public int Take(int wanted)
    {
        if (IsOver || Sent >= Allowed)
        {
            return 0;
        }

        Interlocked.Add(ref _sent, wanted);
        return wanted;
    }
}
