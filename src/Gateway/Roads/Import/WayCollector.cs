using System.Runtime.InteropServices;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>First reading of an extract: the drivable ways, their names, and which nodes they need.</summary>
internal sealed class WayCollector(
    RoadImportSummary summary, NodeFilter nodes, ExternalSort<NodeUse> uses, SectionWriter drafts, NameWriter names) : IOsmSink
{
    /// <summary>A drivable way's index stands in four bytes, and its edges' in 31 bits.</summary>
    private const int MaxWays = 500_000_000;

    public bool WantsNodes => false;

    public bool WantsWays => true;

    public void Node(long id, int x, int y)
    {
    }

    public void Way(OsmWay way)
    {
        summary.WaysRead++;
        summary.WaysWithMaxspeed += way.Tags.ContainsKey("maxspeed") ? 1 : 0;
        if (RoadTags.ClassOf(way) is not { } roadClass || way.Nodes.Count < 2)
        {
            return;
        }

        if (summary.Roads == MaxWays)
        {
            throw new InvalidDataException($"More than {MaxWays:N0} roads; import smaller extracts.");
        }

        var draft = new WayDraft { Id = way.Id, Class = roadClass, Traits = RoadTags.TraitsOf(way), Name = names.Add(RoadTags.NameOf(way)) };
        ReadLimits(way, ref draft);
        drafts.Write(draft);
        for (var i = 0; i < way.Nodes.Count; i++)
        {
            nodes.Add(way.Nodes[i]);
            uses.Add(new NodeUse(way.Nodes[i], (uint)summary.Roads, (uint)i, i == 0 || i == way.Nodes.Count - 1));
        }

        summary.Roads++;
    }

    private void ReadLimits(OsmWay way, ref WayDraft draft)
    {
        var both = Read(way, "maxspeed");
        var forward = Read(way, "maxspeed:forward") ?? both ?? default;
        var backward = Read(way, "maxspeed:backward") ?? both ?? default;
        (draft.ForwardMetric, draft.ForwardImperial) = (forward.Metric, forward.Imperial);
        (draft.BackwardMetric, draft.BackwardImperial) = (backward.Metric, backward.Imperial);
        summary.RoadsWithLimit += forward.IsKnown || backward.IsKnown ? 1 : 0;
        summary.LimitsInMph += forward.CarriesMph || backward.CarriesMph ? 1 : 0;
        summary.ConditionalLimits += (draft.Traits & RoadTraits.ConditionalLimit) != 0 ? 1 : 0;
        if (!draft.IsUnitless)
        {
            return;
        }

        summary.Unitless++;
        if (summary.UnitlessWays.Count < RoadImportSummary.MaxListed)
        {
            summary.UnitlessWays.Add(way.Id);
        }
    }

    private SpeedTag? Read(OsmWay way, string key)
    {
        if (!way.Tags.TryGetValue(key, out var value))
        {
            return null;
        }

        var tag = SpeedTag.Read(value);
        if (!tag.IsKnown)
        {
            ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(
                summary.UnreadableValues,
                summary.UnreadableValues.Count < RoadImportSummary.MaxListed || summary.UnreadableValues.ContainsKey(value) ? value : "(others)",
                out _);
            times++;
        }

        return tag;
    }
}
