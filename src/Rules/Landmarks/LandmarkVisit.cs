using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A landmark that a vehicle is in, or is about to have entered. Landmarks that it is not in have no state.</summary>
internal struct LandmarkVisit
{
    private CompactInteger _enteredAt;
    private CompactInteger _outsideAt;

    public long LandmarkId;
    public int GeometryVersion;

    /// <summary>When the border was crossed inwards; null when the vehicle was inside from the start.</summary>
    public long? EnteredAt
    {
        readonly get => _enteredAt;
        set => _enteredAt = value;
    }

    public bool EnterInterpolated;

    /// <summary>Inside, but not yet for the enter dwell: nothing was told.</summary>
    public bool IsPending;

    /// <summary>When the border was crossed outwards; null while inside. Leaving counts only beyond the buffer.</summary>
    public long? OutsideAt
    {
        readonly get => _outsideAt;
        set => _outsideAt = value;
    }

    public bool OutsideInterpolated;

    /// <summary>Beyond the buffer: the leave dwell runs.</summary>
    public bool IsBeyond;

    /// <summary>Pairs enter and leave; from what happened, so that a replay repeats it.</summary>
    public ulong VisitId;

    public static void WriteAll(TightList<LandmarkVisit> list, ref StateWriter writer)
    {
        writer.Unsigned((ulong)list.Count);
        foreach (ref readonly var visit in list.Span)
        {
            writer.Signed(visit.LandmarkId);
            writer.Signed(visit.GeometryVersion);
            writer.Time(visit.EnteredAt);
            writer.Time(visit.OutsideAt);
            writer.Byte((byte)((visit.EnterInterpolated ? 1 : 0) | (visit.IsPending ? 2 : 0)
                | (visit.OutsideInterpolated ? 4 : 0) | (visit.IsBeyond ? 8 : 0)));
            writer.Fixed(visit.VisitId);
        }
    }

    public static TightList<LandmarkVisit> ReadAll(ref StateReader reader)
    {
        var list = default(TightList<LandmarkVisit>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            var visit = new LandmarkVisit
            {
                LandmarkId = reader.Signed(),
                GeometryVersion = (int)reader.Signed(),
                EnteredAt = reader.MaybeTime(),
                OutsideAt = reader.MaybeTime(),
            };
            var flags = reader.Byte();
            visit.EnterInterpolated = (flags & 1) != 0;
            visit.IsPending = (flags & 2) != 0;
            visit.OutsideInterpolated = (flags & 4) != 0;
            visit.IsBeyond = (flags & 8) != 0;
            visit.VisitId = reader.Fixed();
            list.Add(visit);
        }

        return list;
    }
}
