namespace EdgeRelay.Rules.Roads;

/// <summary>
/// Which road a vehicle is on, and so its posted limit (telematics reference 4.3): distance, heading and the way from the fix
/// before, by Viterbi without waiting. In doubt the higher limit; a doubt about an unknown limit leaves it unknown.
/// </summary>
/// <remarks>Pure; allocates nothing once a thread's scratch is there. Never throws on any fix.</remarks>
internal static class RoadMatcher
{
    /// <param name="track">What is remembered of the vehicle; moved on to this fix.</param>
    /// <param name="told">Gets every candidate, the likeliest first; null costs nothing.</param>
    public static RoadMatch Match(RoadNetwork network, RoadTrack track, in RoadFix fix, List<RoadOptionView>? told = null)
    {
        var scratch = RoadScratch.OfThread;
        scratch.Clear();
        var isNear = RoadSearch.Find(network, fix, scratch);
        var options = scratch.Options;
        if (options.IsEmpty)
        {
            track.Candidates.Clear();
            GC.KeepAlive(network);
            return new RoadMatch(isNear ? RoadVerdict.NoRoadFits : RoadVerdict.NoRoadNear, default, default);
        }

        AddRoutes(network, track, fix, scratch);
        Rank(options);
        Carry(track, network, fix, options);
        if (told is not null)
        {
            Tell(network, options, told);
        }

        GC.KeepAlive(network);
        return Judge(network, options);
    }

    private static void AddRoutes(RoadNetwork network, RoadTrack track, in RoadFix fix, RoadScratch scratch)
    {
        var options = scratch.Options;
        if (track.IsEmpty || track.Edition != network.Edition || fix.Previous is not { } previous || fix.PreviousAt != track.At
            || fix.At - track.At > (long)(RoadMatching.GapSeconds * 1000))
        {
            return;
        }

        var straight = Inputs.GroundDistance.Meters(previous, fix.Position);
        if (straight > RoadMatching.GapMeters)
        {
            return;
        }

        foreach (ref var option in options)
        {
            option.Cost = double.PositiveInfinity;
        }

        scratch.Routes.Begin();
        foreach (ref readonly var from in track.Candidates.Span)
        {
            ComeFrom(network, from, straight, scratch);
        }

        foreach (ref var option in options)
        {
            option.Cost += option.Emission;
        }
    }

    private static void ComeFrom(RoadNetwork network, in RoadCandidate from, double straight, RoadScratch scratch)
    {
        var options = scratch.Options;
        var map = network.Span[from.Map];
        var along = from.AlongDecimeters / 10.0;
        foreach (ref var option in options)
        {
            // Turning round on the spot is taken for driving on: the way is the same.
            option.RouteMeters = option.Map == from.Map && option.Directed >> 1 == from.Directed >> 1
                ? Math.Abs(option.AlongMeters - along)
                : double.PositiveInfinity;
        }

        // A longer way costs no more than one that is not found. (The reference's bound of 5 times the straight line + 200 m is wider.)
        var bound = straight + (RoadMatching.DearestRoute * RoadMatching.BetaMeters);
        ref readonly var edge = ref map.Edges[(int)(from.Directed >> 1)];
        var (exit, ahead) = (from.Directed & 1) == 0 ? (edge.To, edge.LengthMeters - along) : (edge.From, along);
        scratch.Routes.Search(map, from.Map, exit, Math.Max(0, ahead), bound, options);

        var before = RoadMatching.Memory * from.Cost / RoadCandidate.CostUnits;
        foreach (ref var option in options)
        {
            var route = Math.Min(RoadMatching.DearestRoute, Math.Abs(option.RouteMeters - straight) / RoadMatching.BetaMeters);
            option.Cost = Math.Min(option.Cost, before + route);
        }
    }

    /// <summary>Orders by cost and counts from the best one.</summary>
    private static void Rank(Span<RoadOption> options)
    {
        // Insertion: there are few. Equal costs keep a fixed order, whatever order the index found them in.
        for (var i = 1; i < options.Length; i++)
        {
            var option = options[i];
            var at = i;
            for (; at > 0 && IsBefore(option, options[at - 1]); at--)
            {
                options[at] = options[at - 1];
            }

            options[at] = option;
        }

        var best = options[0].Cost;
        foreach (ref var option in options)
        {
            option.Cost -= best;
        }
    }

    private static bool IsBefore(in RoadOption one, in RoadOption other) =>
        one.Cost != other.Cost ? one.Cost < other.Cost
        : one.Map != other.Map ? one.Map < other.Map
        : one.Directed < other.Directed;

    private static void Carry(RoadTrack track, RoadNetwork network, in RoadFix fix, Span<RoadOption> options)
    {
        track.Edition = network.Edition;
        track.At = fix.At;
        track.Candidates.Clear();
        foreach (ref var option in options)
        {
            if (option.Cost > RoadMatching.HopelessCost || track.Candidates.Count == RoadMatching.MaxCarried)
            {
                return;
            }

            track.Candidates.Add(new RoadCandidate(
                (byte)option.Map,
                option.Directed,
                (uint)Math.Round(option.AlongMeters * 10),
                (ushort)Math.Round(option.Cost * RoadCandidate.CostUnits)));
        }
    }

    private static RoadMatch Judge(RoadNetwork network, Span<RoadOption> options)
    {
        var highest = 0;
        for (var i = 0; i < options.Length && options[i].Cost <= RoadMatching.PlausibleCost; i++)
        {
            if (!options[i].Limit.IsKnown)
            {
                return new RoadMatch(RoadVerdict.LimitUnknown, default, PlaceOf(network, options[i]));
            }

            highest = options[i].Limit.KilometersPerHour > options[highest].Limit.KilometersPerHour ? i : highest;
        }

        var limit = options[highest].Limit;
        return new RoadMatch(
            limit.IsUnlimited ? RoadVerdict.Unlimited : RoadVerdict.Limit, limit, PlaceOf(network, options[highest]));
    }

    private static RoadPlace PlaceOf(RoadNetwork network, in RoadOption option) =>
        new(network.Edition, (byte)option.Map, option.Way, option.DistanceMeters);

    private static void Tell(RoadNetwork network, Span<RoadOption> options, List<RoadOptionView> told)
    {
        foreach (ref readonly var option in options)
        {
            var map = network.Span[option.Map];
            var way = map.WayAt(option.Way);
            told.Add(new RoadOptionView(
                way.Id,
                map.NameOf(option.Way),
                way.Class,
                way.Traits,
                (option.Directed & 1) != 0,
                option.DistanceMeters,
                option.Cost,
                option.Limit.Speed,
                option.Limit.IsUnlimited));
        }
    }
}
