using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Speeding;

/// <summary>One detection's run of samples above its threshold, for fixed thresholds and posted limits alike.</summary>
internal struct SpeedEpisode
{
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
    public Inputs.Speed? Limit;
    public PostedSpeed.LimitSource LimitSource;

    /// <summary>The way that gave the limit, where roads did.</summary>
    public Roads.RoadPlace Road;

    public void Observe(double mph, long at)
    {
        Fixes++;
        PeakMph = Math.Max(PeakMph, mph);
        SumMph += mph;
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

    public static int IndexOf(in SmallList<SpeedEpisode> list, ulong key)
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

    public static void WriteAll(SmallList<SpeedEpisode> list, ref StateWriter writer)
    {
        writer.Unsigned((ulong)list.Count);
        foreach (ref readonly var episode in list.Span)
        {
            writer.Fixed(episode.Key);
            writer.Byte((byte)((int)episode.Phase | ((int)episode.LimitSource << 4)));
            writer.Time(episode.Since);
            writer.Time(episode.LastAt);
            writer.Time(episode.ToldAt);
            writer.Unsigned((ulong)episode.Fixes);
            writer.Fixed(episode.IntervalId);
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

    public static SmallList<SpeedEpisode> ReadAll(ref StateReader reader)
    {
        var list = default(SmallList<SpeedEpisode>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            var key = reader.Fixed();
            var flags = reader.Byte();
            var episode = new SpeedEpisode
            {
                Key = key,
                Phase = (EpisodePhase)(flags & 0x0F),
                LimitSource = (PostedSpeed.LimitSource)(flags >> 4),
                Since = reader.Time(),
                LastAt = reader.Time(),
                ToldAt = reader.Time(),
                Fixes = (int)reader.Unsigned(),
                IntervalId = reader.Fixed(),
                PeakMph = reader.Number(),
                SumMph = reader.Number(),
                Millimeters = reader.Signed(),
                Limit = reader.MaybeSpeed(),
            };
            if (episode.LimitSource == PostedSpeed.LimitSource.Roads)
            {
                episode.Road = Roads.RoadPlace.Read(ref reader);
            }

            list.Add(episode);
        }

        return list;
    }
}
