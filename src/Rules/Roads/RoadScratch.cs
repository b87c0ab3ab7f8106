namespace EdgeRelay.Rules.Roads;

/// <summary>What a match fills and empties again: one set per thread instead of garbage per fix.</summary>
internal sealed class RoadScratch
{
    [ThreadStatic]
    private static RoadScratch? _ofThread;

    private readonly RoadOption[] _options = new RoadOption[RoadMatching.MaxOptions];

    public static RoadScratch OfThread => _ofThread ??= new RoadScratch();

    public int[] Leaves { get; } = new int[RoadMatching.MaxLeaves];

    public RoadRoutes Routes { get; } = new();

    public int Count { get; private set; }

    public Span<RoadOption> Options => _options.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds an option, or betters the one of the same edge and direction. When there is no room, the dearest gives way.</summary>
    public void Offer(in RoadOption option)
    {
        var dearest = -1;
        for (var i = 0; i < Count; i++)
        {
            ref var known = ref _options[i];
            if (known.Directed == option.Directed && known.Map == option.Map)
            {
                if (option.Emission < known.Emission)
                {
                    known = option;
                }

                return;
            }

            dearest = dearest < 0 || known.Emission > _options[dearest].Emission ? i : dearest;
        }

        if (Count < _options.Length)
        {
            _options[Count++] = option;
        }
        else if (option.Emission < _options[dearest].Emission)
        {
            _options[dearest] = option;
        }
    }
}
