namespace EdgeRelay.Rules.Roads;

/// <summary>Finds the roads and directions on which a vehicle may be, judged by one fix alone.</summary>
internal static class RoadSearch
{
    private const double UnitsPerDegree = 1e7;

    /// <returns>True when any road lies within the radius, even if it does not fit.</returns>
    public static bool Find(RoadNetwork network, in RoadFix fix, RoadScratch scratch)
    {
        var look = new Look(fix);
        var isNear = false;
        for (var i = 0; i < network.Span.Length; i++)
        {
            if (network.Span[i].Header.Extent.Touches(look.Box))
            {
                isNear |= FindIn(network.Span[i], i, look, scratch);
            }
        }

        return isNear;
    }

    private static bool FindIn(RoadMap map, int mapIndex, in Look look, RoadScratch scratch)
    {
        var segments = map.Segments;
        var found = RoadTree.Find(map.Tree, segments.Length, look.Box, scratch.Leaves);
        var isNear = false;
        foreach (var leaf in scratch.Leaves.AsSpan(0, found))
        {
            var first = leaf * RoadTree.Fanout;
            foreach (ref readonly var segment in segments[first..Math.Min(first + RoadTree.Fanout, segments.Length)])
            {
                if (RoadBox.Of(segment).Touches(look.Box) && look.Project(segment, out var touch))
                {
                    isNear = true;
                    Offer(map, mapIndex, segment, look, touch, scratch);
                }
            }
        }

        return isNear;
    }

    private static void Offer(RoadMap map, int mapIndex, in RoadSegment segment, in Look look, in Touch touch, RoadScratch scratch)
    {
        ref readonly var edge = ref map.Edges[(int)segment.Edge];
        ref readonly var way = ref map.Ways[(int)edge.Way];
        if (look.IsFast && way.Class is (RoadClass.Service or RoadClass.LivingStreet))
        {
            return;
        }

        var option = new RoadOption
        {
            Map = mapIndex,
            Way = (int)edge.Way,
            AlongMeters = Math.Min(edge.LengthMeters, segment.AlongMeters + (float)touch.AlongMeters),
            DistanceMeters = (float)Math.Sqrt(touch.SquareMeters),
        };
        if ((way.Traits & RoadTraits.Forward) != 0 && look.Fits(touch, 0, out var cost))
        {
            option.Directed = segment.Edge << 1;
            option.Entry = edge.From;
            option.EntryMeters = option.AlongMeters;
            option.Limit = way.Forward;
            option.Emission = option.Cost = cost;
            scratch.Offer(option);
        }

        if ((way.Traits & RoadTraits.Backward) != 0 && look.Fits(touch, 180, out cost))
        {
            option.Directed = (segment.Edge << 1) | 1;
            option.Entry = edge.To;
            option.EntryMeters = edge.LengthMeters - option.AlongMeters;
            option.Limit = way.Backward;
            option.Emission = option.Cost = cost;
            scratch.Offer(option);
        }
    }

    /// <summary>Where a segment is nearest to the fix.</summary>
    private readonly record struct Touch(double SquareMeters, double AlongMeters, double EastMeters, double NorthMeters)
    {
        public double Bearing => Math.Atan2(EastMeters, NorthMeters) * (180 / Math.PI);
    }

    /// <summary>A fix made ready for many segments: flat metres around it.</summary>
    private readonly struct Look
    {
        private readonly double _x;
        private readonly double _y;
        private readonly double _metersEast;
        private readonly double _metersNorth;
        private readonly double _squareRadius;
        private readonly double _perSquareMeter;
        private readonly double? _direction;

        public Look(in RoadFix fix)
        {
            var sigma = fix.Sigma;
            var radius = Math.Clamp(3 * sigma, RoadMatching.LeastRadiusMeters, RoadMatching.GreatestRadiusMeters);
            _x = fix.Position.Longitude * UnitsPerDegree;
            _y = fix.Position.Latitude * UnitsPerDegree;
            _metersNorth = RoadFix.MetersPerDegree / UnitsPerDegree;
            _metersEast = _metersNorth * Math.Max(0.001, Math.Cos(fix.Position.Latitude * (Math.PI / 180)));
            _squareRadius = radius * radius;
            _perSquareMeter = 1 / (2 * sigma * sigma);
            _direction = fix.Direction();
            IsFast = fix.SpeedKmh > RoadMatching.SlowRoadKmh;
            var (east, north) = (radius / _metersEast, radius / _metersNorth);
            Box = new RoadBox(Whole(_x - east), Whole(_y - north), Whole(_x + east), Whole(_y + north));
        }

        public RoadBox Box { get; }

        public bool IsFast { get; }

        /// <returns>False when the segment is farther away than the radius.</returns>
        public bool Project(in RoadSegment segment, out Touch touch)
        {
            var (x, y) = ((segment.X1 - _x) * _metersEast, (segment.Y1 - _y) * _metersNorth);
            var (east, north) = (((double)segment.X2 - segment.X1) * _metersEast, ((double)segment.Y2 - segment.Y1) * _metersNorth);
            var square = (east * east) + (north * north);
            var part = square > 0 ? Math.Clamp(-((x * east) + (y * north)) / square, 0, 1) : 0;
            var (offX, offY) = (x + (part * east), y + (part * north));
            touch = new Touch((offX * offX) + (offY * offY), part * Math.Sqrt(square), east, north);
            return touch.SquareMeters <= _squareRadius;
        }

        /// <summary>Judges one direction of travel.</summary>
        /// <param name="turned">0 along the segment, 180 against it, degrees.</param>
        /// <returns>False when the heading gate shuts it out.</returns>
        public bool Fits(in Touch touch, double turned, out double cost)
        {
            cost = touch.SquareMeters * _perSquareMeter;
            if (_direction is not { } direction)
            {
                return true;
            }

            var off = Math.Abs(Math.IEEERemainder(direction - touch.Bearing - turned, 360));
            cost += 0.5 * (off / RoadMatching.HeadingSigmaDegrees) * (off / RoadMatching.HeadingSigmaDegrees);
            return off <= RoadMatching.HeadingGateDegrees;
        }

        private static int Whole(double units) => (int)Math.Clamp(units, int.MinValue, int.MaxValue);
    }
}
