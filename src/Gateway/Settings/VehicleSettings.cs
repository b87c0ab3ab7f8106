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

    /// <summary>
    /// How long after an outage of ours the deadlines of silent vehicles wait, seconds: as long as the outage took, at most so long. Devices try to
    /// connect at growing intervals, usually of two to five minutes at most, and then send what they have kept.
    /// </summary>
    [Range(0, 86_400)]
    public int CatchUpSeconds { get; init; } = 600;

    /// <summary>
    /// How long a late sample waits for others of its vehicle, milliseconds: what arrives together runs the past again once. As long as a device's
    /// window of unacknowledged messages takes to come in.
    /// </summary>
    [Range(0, 1_000)]
    public int RerunHoldMilliseconds { get; init; } = 50;

    /// <summary>
    /// Steps of the rules that one vehicle's late samples may cost per second, once <see cref="RerunBurstSteps"/> are used up; then its late
    /// samples wait. A step takes some 2 µs: 4 % of a lane.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int RerunStepsPerSecond { get; init; } = 20_000;

    /// <summary>Steps that one vehicle's late samples may cost at once: a reversed backlog of 4,096 samples that comes in windows of 64 fits in.</summary>
    [Range(1_000, 100_000_000)]
    public int RerunBurstSteps { get; init; } = 300_000;

    /// <summary>Inputs of one vehicle that may wait for its past to run again. At the bound the connections that send for it pause reading.</summary>
    [Range(64, 1_000_000)]
    public int HeldInputsPerVehicle { get; init; } = 4_096;

    /// <summary>Vehicles of one account at most.</summary>
    [Range(1, 100_000_000)]
    public int PerAccount { get; init; } = 2_000_000;

    public int EffectiveLanes => Lanes > 0 ? Lanes : Math.Min(Environment.ProcessorCount, 16);
}
