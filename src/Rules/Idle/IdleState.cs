using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Idle;

/// <summary>Since when the vehicle idles, shared by all idle detections, and which of them have fired.</summary>
internal struct IdleState
{
    /// <summary>Start of the run of idling samples; null while it does not idle.</summary>
    public long? RunSince;
    public Position? RunPlace;

    /// <summary>The fuel counter then, litres; null when the vehicle has none.</summary>
    public double? RunFuelLiters;

    /// <summary>Time of the newest sample.</summary>
    public long LastAt;
    public SmallList<IdleEpisode> Fired;

    /// <summary>Without a run the time of the newest sample decides nothing.</summary>
    public readonly bool IsEmpty => RunSince is null && Fired.Count == 0;

    public readonly int IndexOf(ulong key)
    {
        for (var i = 0; i < Fired.Count; i++)
        {
            if (Fired[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    public readonly IdleState Clone() => this with { Fired = Fired.Clone() };

    public readonly void Write(ref StateWriter writer)
    {
        writer.Time(RunSince);
        writer.Place(RunPlace);
        writer.Number(RunFuelLiters);
        writer.Time(LastAt);
        writer.Unsigned((ulong)Fired.Count);
        foreach (ref readonly var episode in Fired.Span)
        {
            writer.Key(episode.Key);
            writer.Fixed(episode.IntervalId);
            writer.Time(episode.Since);
            writer.Place(episode.Place);
            writer.Number(episode.FuelLiters);
            writer.Time(episode.ToldThrough);
        }
    }

    public static IdleState Read(ref StateReader reader)
    {
        var state = new IdleState
        {
            RunSince = reader.MaybeTime(),
            RunPlace = reader.MaybePlace(),
            RunFuelLiters = reader.MaybeNumber(),
            LastAt = reader.Time(),
        };
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            state.Fired.Add(new IdleEpisode
            {
                Key = reader.Key(),
                IntervalId = reader.Fixed(),
                Since = reader.Time(),
                Place = reader.MaybePlace(),
                FuelLiters = reader.MaybeNumber(),
                ToldThrough = reader.Time(),
            });
        }

        return state;
    }
}
