using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Locations;

/// <summary>The fix that a thinned-out location detection sent last.</summary>
internal struct SentLocation
{
    private CompactNumber _heading;

    public ulong Key;
    public long At;
    public Position Place;

    public double? HeadingDegrees
    {
        readonly get => _heading;
        set => _heading = value;
    }

    public static void WriteAll(TightList<SentLocation> list, ref StateWriter writer)
    {
        writer.Unsigned((ulong)list.Count);
        foreach (ref readonly var sent in list.Span)
        {
            writer.Key(sent.Key);
            writer.Time(sent.At);
            writer.Place(sent.Place);
            writer.Number(sent.HeadingDegrees);
        }
    }

    public static TightList<SentLocation> ReadAll(ref StateReader reader)
    {
        var list = default(TightList<SentLocation>);
        for (var left = reader.Count(); left > 0 && !reader.Failed; left--)
        {
            list.Add(new SentLocation
            {
                Key = reader.Key(),
                At = reader.Time(),
                Place = reader.Place(),
                HeadingDegrees = reader.MaybeNumber(),
            });
        }

        return list;
    }
}
