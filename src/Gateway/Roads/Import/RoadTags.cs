using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>What a way's tags mean for driving (telematics reference 4.2). Everything that is not named here is ignored.</summary>
internal static class RoadTags
{
    private const string Link = "_link";

    /// <returns>Null for what motor vehicles do not drive on: paths, railways, roads under construction.</returns>
    public static RoadClass? ClassOf(OsmWay way)
    {
        if (!way.Tags.TryGetValue("highway", out var highway))
        {
            return null;
        }

        var isLink = highway.EndsWith(Link, StringComparison.Ordinal);
        return (isLink ? highway[..^Link.Length] : highway, isLink) switch
        {
            ("motorway", _) => RoadClass.Motorway,
            ("trunk", _) => RoadClass.Trunk,
            ("primary", _) => RoadClass.Primary,
            ("secondary", _) => RoadClass.Secondary,
            ("tertiary", _) => RoadClass.Tertiary,
            ("unclassified", false) => RoadClass.Unclassified,
            ("residential", false) => RoadClass.Residential,
            ("living_street", false) => RoadClass.LivingStreet,
            ("service", false) => RoadClass.Service,
            ("road", false) => RoadClass.Road,
            _ => null,
        };
    }

    /// <summary>Directions that may be driven, and whether a limit at times was left out.</summary>
    public static RoadTraits TraitsOf(OsmWay way)
    {
        var traits = Direction(way);
        foreach (var key in way.Tags.Keys)
        {
            if (key.StartsWith("maxspeed:", StringComparison.Ordinal) && key.EndsWith(":conditional", StringComparison.Ordinal))
            {
                traits |= RoadTraits.ConditionalLimit;
            }
        }

        return traits;
    }

    public static string? NameOf(OsmWay way) =>
        way.Tags.TryGetValue("name", out var name) && name.Length > 0 ? name
        : way.Tags.TryGetValue("ref", out var number) && number.Length > 0 ? number
        : null;

    private static RoadTraits Direction(OsmWay way)
    {
        way.Tags.TryGetValue("oneway", out var oneway);
        way.Tags.TryGetValue("junction", out var junction);
        way.Tags.TryGetValue("highway", out var highway);
        return oneway switch
        {
            "yes" or "true" or "1" => RoadTraits.Forward,
            "-1" or "reverse" => RoadTraits.Backward,
            "no" or "false" or "0" => RoadTraits.Forward | RoadTraits.Backward,
            _ when junction is "roundabout" or "circular" || highway is "motorway" => RoadTraits.Forward,
            _ => RoadTraits.Forward | RoadTraits.Backward,
        };
    }
}
