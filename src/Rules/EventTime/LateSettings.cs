using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules.EventTime;

/// <summary>How far back a late sample is put in its place (telematics reference 2.4). Beyond it a sample is recorded and changes nothing.</summary>
public sealed record LateSettings
{
    /// <summary>The window reaches back at least so long, seconds, or as <see cref="WindowSamples"/> do, whichever is less; at most twice that.</summary>
    [Range(60, 86_400d)]
    public double WindowSeconds { get; init; } = 900;

    /// <summary>See <see cref="WindowSeconds"/>.</summary>
    [Range(1, 4_096)]
    public int WindowSamples { get; init; } = 256;

    /// <summary>A silence longer than this may be filled later: the state before it is kept, seconds.</summary>
    [Range(10, 86_400d)]
    public double GapSeconds { get; init; } = 120;

    /// <summary>Silences of a vehicle that may be filled at one time: the newest ones.</summary>
    [Range(0, 8)]
    public int Gaps { get; init; } = 3;

    /// <summary>A silence may be filled for so long, seconds of event time.</summary>
    [Range(0, 604_800d)]
    public double GapKeptSeconds { get; init; } = 72 * 3600;

    /// <summary>And by so many samples, those after it counted in.</summary>
    [Range(256, 16_384)]
    public int GapSamples { get; init; } = 4_096;

    /// <summary>
    /// Every sample is held back for so long and applied in the order of event time, seconds: for devices that send out of order as a rule.
    /// What it delays comes late for everybody, so none is held back by default. Done by the host; nothing that is held is acknowledged.
    /// </summary>
    [Range(0, 60d)]
    public double ReorderHoldSeconds { get; init; }
}
