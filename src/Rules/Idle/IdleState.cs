using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Idle;

/// <summary>Since when the vehicle idles, shared by all idle detections, and which of them have fired. There while one of them is so.</summary>
internal sealed class IdleState
{
    private CompactInteger _runSince;
    private CompactPlace _runPlace;
    private CompactNumber _runFuel;

    public TightList<IdleEpisode> Fired;

    /// <summary>Start of the run of idling samples; null while it does not idle.</summary>
    public long? RunSince
    {
        get => _runSince;
        set => _runSince = value;
    }

    public Position? RunPlace
    {
        get => _runPlace;
        set => _runPlace = value;
    }

    /// <summary>The fuel counter then, litres; null when the vehicle has none.</summary>
    public double? RunFuelLiters
    {
        get => _runFuel;
        set => _runFuel = value;
    }

    /// <summary>Time of the newest sample.</summary>
    public long LastAt { get; set; }

    /// <summary>Without a run the time of the newest sample decides nothing.</summary>
    public bool IsEmpty => RunSince is null && Fired.Count == 0;

    public int IndexOf(ulong key)
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

    public IdleState Clone()
    {
        var copy = (IdleState)MemberwiseClone();
        copy.Fired = Fired.Clone();
        return copy;
    }

    public void Write(ref StateWriter writer)
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
