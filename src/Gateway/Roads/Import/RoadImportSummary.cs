namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>What an import found, for the operator.</summary>
internal sealed class RoadImportSummary
{
    /// <summary>Way ids and values kept for the report; beyond them only the numbers grow.</summary>
    public const int MaxListed = 1000;

    /// <summary>Ways of every kind in the extract.</summary>
    public int WaysRead { get; set; }

    /// <summary>Of these, how many have the tag <c>maxspeed</c>.</summary>
    public int WaysWithMaxspeed { get; set; }

    /// <summary>Drivable ways.</summary>
    public int Roads { get; set; }

    /// <summary>Drivable ways with a usable limit in a direction at least.</summary>
    public int RoadsWithLimit { get; set; }

    /// <summary>Drivable ways whose limit says mph.</summary>
    public int LimitsInMph { get; set; }

    /// <summary>Drivable ways that have a limit at times, which is not used.</summary>
    public int ConditionalLimits { get; set; }

    /// <summary>Numbers without unit count as mph, because more than half of the limits carry it.</summary>
    public bool UnitlessIsMph => LimitsInMph * 2 > RoadsWithLimit;

    public int Unitless { get; set; }

    /// <summary>The first of the ways whose limit has no unit.</summary>
    public List<long> UnitlessWays { get; } = [];

    /// <summary>Values of <c>maxspeed</c> on drivable ways that give no limit, with how often each came.</summary>
    public Dictionary<string, int> UnreadableValues { get; } = new(StringComparer.Ordinal);

    /// <summary>Nodes that roads name and the extract lacks: where it was cut.</summary>
    public long MissingNodes { get; set; }

    public int Edges { get; set; }

    public int Segments { get; set; }

    public long FileBytes { get; set; }
}
