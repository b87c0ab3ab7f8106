using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Temperature;

/// <summary>A probe that is outside of its band, or whose readings no longer agree with what is believed of it.</summary>
internal sealed record BandExcursion
{
    /// <summary>The band that the newest readings point to; null when they agree with what is believed.</summary>
    public EventKind? PendingBand { get; init; }

    /// <summary>Since when they do. Nothing when they agree.</summary>
    public long PendingSince { get; init; }

    /// <summary>0 inside the band.</summary>
    public ulong IntervalId { get; init; }

    /// <summary>When leaving the band was told last; 0 inside it. Of interest only where repeats are wanted.</summary>
    public long ToldAt { get; init; }
}
