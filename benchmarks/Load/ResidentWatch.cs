namespace EdgeRelay.Benchmarks.Load;

/// <summary>Looks ten times a second how much memory a process has resident.</summary>
internal sealed class ResidentWatch : IDisposable
{
    private const double Megabyte = 1 << 20;

    private readonly Child _child;
    private readonly Timer _timer;
    private long _peak;

    public ResidentWatch(Child child)
    {
        _child = child;
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Most that was seen since the last call.</summary>
    public double TakePeakMegabytes()
    {
        Look();
        return Interlocked.Exchange(ref _peak, 0) / Megabyte;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!_child.HasEnded)
        {
            var now = _child.ResidentBytes;
            for (var known = Volatile.Read(ref _peak); now > known; known = Volatile.Read(ref _peak))
            {
                Interlocked.CompareExchange(ref _peak, now, known);
            }
        }
    }
}
