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

    /// <summary>Null for a probe that is inside its band and agrees: nearly all are.</summary>
    private BandExcursion? _excursion;

    /// <inheritdoc cref="BandExcursion.PendingBand"/>
    public readonly EventKind? PendingBand => _excursion?.PendingBand;

    /// <inheritdoc cref="BandExcursion.PendingSince"/>
    public readonly long PendingSince => _excursion?.PendingSince ?? 0;

    /// <inheritdoc cref="BandExcursion.IntervalId"/>
    public readonly ulong IntervalId => _excursion?.IntervalId ?? 0;

    /// <inheritdoc cref="BandExcursion.ToldAt"/>
    public readonly long ToldAt => _excursion?.ToldAt ?? 0;

    /// <summary>The newest readings point to another band than the believed one.</summary>
    public void Expect(EventKind band, long since) =>
        _excursion = (_excursion ?? new BandExcursion()) with { PendingBand = band, PendingSince = since };

    /// <summary>The newest readings agree with what is believed.</summary>
    public void Agree()
    {
        if (PendingBand is not null)
        {
            _excursion = IntervalId == 0 ? null : _excursion! with { PendingBand = null, PendingSince = 0 };
        }
    }

    /// <summary>Told that it is outside of its band, or again; nothing is pending.</summary>
    public void Tell(ulong intervalId, long at) => _excursion = new BandExcursion { IntervalId = intervalId, ToldAt = at };

    /// <summary>The interval it is in goes by another name.</summary>
    public void RenameInterval(ulong intervalId) => _excursion = _excursion! with { IntervalId = intervalId };

    /// <summary>It is inside its band again; nothing is pending.</summary>
    public void Regain() => _excursion = null;
}
