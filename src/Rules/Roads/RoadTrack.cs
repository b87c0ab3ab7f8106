using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Roads;

/// <summary>What map matching remembers of a vehicle: the candidates of its last matched fix, at most eight, best first.</summary>
internal sealed class RoadTrack
{
    /// <summary>Of the road network that the candidates are from.</summary>
    public uint Edition;

    /// <summary>Event time of that fix, Unix ms.</summary>
    public long At;

    public SmallList<RoadCandidate> Candidates;

    public bool IsEmpty => Candidates.Count == 0;

    public RoadTrack Clone()
    {
        var copy = (RoadTrack)MemberwiseClone();
        copy.Candidates = Candidates.Clone();
        return copy;
    }

    public void Write(ref StateWriter writer)
    {
        writer.Unsigned(Edition);
        writer.Time(At);
        writer.Unsigned((ulong)Candidates.Count);
        foreach (ref readonly var candidate in Candidates.Span)
        {
            writer.Byte(candidate.Map);
            writer.Unsigned(candidate.Directed);
            writer.Unsigned(candidate.AlongDecimeters);
            writer.Unsigned(candidate.Cost);
        }
    }

    public static RoadTrack Read(ref StateReader reader)
    {
        var track = new RoadTrack { Edition = (uint)reader.Unsigned(), At = reader.Time() };
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            track.Candidates.Add(new RoadCandidate(
                reader.Byte(), (uint)reader.Unsigned(), (uint)reader.Unsigned(), (ushort)reader.Unsigned()));
        }

        return track;
    }
}
