using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Lanes and the vehicles' states.</summary>
public sealed record VehicleSettings
{
    /// <summary>Lanes, each with a thread of its own; 0 takes one per processor, at most 16.</summary>
    [Range(0, 256)]
    public int Lanes { get; init; }

    /// <summary>Messages that may wait for one lane. At the bound the connections that feed it pause reading.</summary>
    [Range(64, 1_000_000)]
    public int LaneQueueMessages { get; init; } = 65_536;

    /// <summary>Bytes of messages that may wait for one lane. At the bound the connections that feed it pause reading.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public long LaneQueueBytes { get; init; } = 128 << 20;

    /// <summary>Messages that one batch of a lane takes at most.</summary>
    [Range(1, 65_536)]
    public int BatchMessages { get; init; } = 2_048;

    /// <summary>Vehicle states kept in memory per lane; beyond it the stored ones that were not used longest are let go.</summary>
    [Range(1_000, 10_000_000)]
    public int CachedStatesPerLane { get; init; } = 1_000_000;

    /// <summary>A changed state is stored after this many samples of its vehicle, but not more than once a second.</summary>
    [Range(1, 100_000)]
    public int StateEverySamples { get; init; } = 32;

    /// <summary>A changed state is stored after this time, seconds.</summary>
    [Range(1, 3_600)]
    public int StateEverySeconds { get; init; } = 30;

    /// <summary>States stored per second and lane at most; beyond it the journal's tail grows, and start-up replays it.</summary>
    [Range(100, 1_000_000)]
    public int StatesPerSecond { get; init; } = 2_500;

    /// <summary>Wall clock time that a silent vehicle's deadline waits beyond its due time, seconds.</summary>
    [Range(0, 86_400)]
    public int TickGraceSeconds { get; init; } = 30;

    /// <summary>Vehicles of one account at most.</summary>
    [Range(1, 100_000_000)]
    public int PerAccount { get; init; } = 2_000_000;

    public int EffectiveLanes => Lanes > 0 ? Lanes : Math.Min(Environment.ProcessorCount, 16);
}
