namespace EdgeRelay.Rules.Roads;

/// <summary>Bounded search for the shortest way from one candidate to the options of the next fix (Dijkstra 1959).</summary>
/// <remarks>Not thread-safe; part of a thread's scratch. Allocates nothing after it was made.</remarks>
internal sealed class RoadRoutes
{
    /// <summary>Twice the junctions that one fix may reach, a power of two: probing stays short.</summary>
    private const int Slots = 2 * RoadMatching.MaxJunctions;

    private readonly uint[] _junctions = new uint[Slots];
    private readonly double[] _meters = new double[Slots];
    private readonly uint[] _round = new uint[Slots];
    private readonly bool[] _isDone = new bool[Slots];

    // A junction waits once per edge that leads to it by a shorter way than was known.
    private readonly PriorityQueue<int, double> _waiting = new(4 * RoadMatching.MaxJunctions);
    private uint _now;
    private int _left;

    /// <summary>A new fix: the searches that follow share one budget.</summary>
    public void Begin() => _left = RoadMatching.MaxJunctions;

    /// <summary>Sets <see cref="RoadOption.RouteMeters"/> of the options that are reached within <paramref name="bound"/>.</summary>
    /// <param name="start">Junction at which the candidate's edge ends, <paramref name="startMeters"/> ahead of it.</param>
    public void Search(RoadMap map, int mapIndex, uint start, double startMeters, double bound, Span<RoadOption> options)
    {
        var wanted = 0;
        foreach (ref var option in options)
        {
            wanted += option.Map == mapIndex && double.IsPositiveInfinity(option.RouteMeters) ? 1 : 0;
        }

        if (wanted == 0 || startMeters > bound)
        {
            return;
        }

        var edges = map.Edges;
        var junctions = map.Junctions;
        var leaving = map.Leaving;
        _now++;
        _waiting.Clear();
        Reach(start, startMeters);
        while (_waiting.TryDequeue(out var slot, out var meters))
        {
            if (_isDone[slot])
            {
                continue;
            }

            _isDone[slot] = true;
            var junction = _junctions[slot];
            wanted -= Arrive(options, mapIndex, junction, meters);
            if (wanted == 0)
            {
                return;
            }

            foreach (var next in leaving[(int)junctions[(int)junction]..(int)junctions[(int)junction + 1]])
            {
                ref readonly var edge = ref edges[(int)(next >> 1)];
                if (meters + edge.LengthMeters <= bound)
                {
                    Reach((next & 1) == 0 ? edge.To : edge.From, meters + edge.LengthMeters);
                }
            }
        }
    }

    private static int Arrive(Span<RoadOption> options, int mapIndex, uint junction, double meters)
    {
        var arrived = 0;
        foreach (ref var option in options)
        {
            if (option.Entry == junction && option.Map == mapIndex && double.IsPositiveInfinity(option.RouteMeters))
            {
                option.RouteMeters = meters + option.EntryMeters;
                arrived++;
            }
        }

        return arrived;
    }

    private void Reach(uint junction, double meters)
    {
        var slot = (int)((junction * 2_654_435_769u) >> 22) & (Slots - 1);
        while (_round[slot] == _now && _junctions[slot] != junction)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        if (_round[slot] != _now)
        {
            if (_left == 0)
            {
                return;
            }

            _left--;
            _round[slot] = _now;
            _junctions[slot] = junction;
            _isDone[slot] = false;
        }
        else if (meters >= _meters[slot])
        {
            return;
        }

        _meters[slot] = meters;
        _waiting.Enqueue(slot, meters);
    }
}
