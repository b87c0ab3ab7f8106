namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Hands out journal positions: ascending over all lanes, so that the table is only ever appended to (or nearly). Thread-safe.</summary>
internal sealed class JournalPositions(long last)
{
    private long _last = last;

    public long Last => Interlocked.Read(ref _last);

    public long Next() => Interlocked.Increment(ref _last);
}
