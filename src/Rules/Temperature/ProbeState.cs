using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Temperature;

/// <summary>What one detection remembers of one probe.</summary>
internal struct ProbeState
{
    /// <summary>Detection and probe in one.</summary>
    public ulong Key;

    /// <summary>The detection alone, so that its state can be dropped with it.</summary>
    public ulong Detection;

    /// <summary>Last value that was sent, or that later ones are compared with; outside of a band the one farthest from it.</summary>
    public double Celsius;

    /// <summary>Since when it is in <see cref="Band"/>, or when the last value was sent.</summary>
    public long Since;

    /// <summary>High, low or normal, as believed.</summary>
    public EventKind Band;

    /// <summary>The band that the newest readings point to, and since when; null when they agree with what is believed.</summary>
    public EventKind? PendingBand;
    public long PendingSince;
    public ulong IntervalId;

    /// <summary>When leaving the band was told last; 0 inside it. Of interest only where repeats are wanted.</summary>
    public long ToldAt;
}
