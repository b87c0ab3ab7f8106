using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Speeding;

/// <summary>One detection's run of samples above its threshold, for fixed thresholds and posted limits alike.</summary>
internal struct SpeedEpisode
{
    private const int PhaseBits = 3;
    private const int IntervalBit = 4;
    private const int ToldBit = 8;
    private CompactNumber _limit;
    private Inputs.SpeedUnit _limitUnit;

    public ulong Key;
    public EpisodePhase Phase;
    public long Since;
    public long LastAt;
    public int Fixes;

    /// <summary>From the start event's id, so that a replay repeats it; 0 while pending.</summary>
    public ulong IntervalId;
    public double PeakMph;
    public double SumMph;
    public long Millimeters;

    /// <summary>When it was told last: the start, or the newest repeat. Of interest only where repeats are wanted.</summary>
    public long ToldAt;

    /// <summary>The newest known limit; null for fixed thresholds.</summary>
    public Inputs.Speed? Limit
    {
        readonly get => (double?)_limit is { } value ? new Inputs.Speed(value, _limitUnit) : null;
        set => (_limit, _limitUnit) = (value?.Value, value.GetValueOrDefault().Unit);
    }

    public PostedSpeed.LimitSource LimitSource;

    /// <summary>The way that gave the limit, where roads did.</summary>
    public Roads.RoadPlace Road;

    public void Observe(double mph, long at)
    {
        Fixes++;
        // Told to one decimal: three are enough to remember, and short to store.
        PeakMph = Math.Max(PeakMph, Math.Round(mph, 3));
        SumMph = Math.Round(SumMph + mph, 3);
        LastAt = at;
    }

    /// <summary>Notes that a repeat is told now, if one is due.</summary>
    public bool TakeRepeat(double repeatSeconds, long now)
    {
        if (repeatSeconds <= 0 || Phase != EpisodePhase.In || now - ToldAt < Deadlines.Milliseconds(repeatSeconds))
        {
            return false;
        }

        ToldAt = now;
        return true;
    }

    public readonly SpeedSummary Summary() => new(PeakMph, SumMph / Fixes, Millimeters / 1000.0);

    public static int IndexOf(in TightList<SpeedEpisode> list, ulong key)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    public static void WriteAll(TightList<SpeedEpisode> list, ref StateWriter writer)
    {
        writer.Unsigned((ulong)list.Count);
        foreach (ref readonly var episode in list.Span)
        {
            writer.Key(episode.Key);
            writer.Byte((byte)((int)episode.Phase | ((int)episode.LimitSource << 4)
                | (episode.IntervalId == 0 ? 0 : IntervalBit) | (episode.ToldAt == episode.Since ? 0 : ToldBit)));
            writer.Time(episode.Since);
            writer.Time(episode.LastAt);
            if (episode.ToldAt != episode.Since)
            {
                writer.Signed(episode.ToldAt - episode.Since);
            }

            writer.Unsigned((ulong)episode.Fixes);
            if (episode.IntervalId != 0)
            {
                writer.Fixed(episode.IntervalId);
            }

            writer.Number(episode.PeakMph);
            writer.Number(episode.SumMph);
            writer.Signed(episode.Millimeters);
            writer.Speed(episode.Limit);
            if (episode.LimitSource == PostedSpeed.LimitSource.Roads)
            {
                episode.Road.Write(ref writer);
            }
        }
    }

    public static TightList<SpeedEpisode> ReadAll(ref StateReader reader)
    {
        var list = default(TightList<SpeedEpisode>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            var key = reader.Key();
            var flags = reader.Byte();
            var episode = new SpeedEpisode
            {
                Key = key,
                Phase = (EpisodePhase)(flags & PhaseBits),
                LimitSource = (PostedSpeed.LimitSource)(flags >> 4),
                Since = reader.Time(),
                LastAt = reader.Time(),
                ToldAt = (flags & ToldBit) != 0 ? reader.Signed() : 0,
                Fixes = (int)reader.Unsigned(),
                IntervalId = (flags & IntervalBit) != 0 ? reader.Fixed() : 0,
                PeakMph = reader.Number(),
                SumMph = reader.Number(),
                Millimeters = reader.Signed(),
                Limit = reader.MaybeSpeed(),
            };
            episode.ToldAt += episode.Since;
            if (episode.LimitSource == PostedSpeed.LimitSource.Roads)
            {
                episode.Road = Roads.RoadPlace.Read(ref reader);
            }

            list.Add(episode);
        }

        return list;
    }
}
