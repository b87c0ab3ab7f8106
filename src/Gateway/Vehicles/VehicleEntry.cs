using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>A vehicle's state in its lane, and what the lane must know to store it behind. Touched by the lane's thread alone.</summary>
internal sealed class VehicleEntry(
    VehicleRef vehicle, VehicleState state, CoolDowns coolDowns, long storedVersion, long position)
{
    public VehicleRef Vehicle => vehicle;

    /// <summary>Another object after late samples were put in their places.</summary>
    public VehicleState State { get; set; } = state;

    public CoolDowns CoolDowns => coolDowns;

    /// <summary>The vehicle's recent past while it uploads late samples; null for all others.</summary>
    public VehicleHistory? History { get; set; }

    /// <summary>Journal position that the state contained when it was loaded; a replay begins after it.</summary>
    public long StoredPosition { get; } = position;

    /// <summary>Version of the stored state; 0 when none is stored.</summary>
    public long StoredVersion { get; set; } = storedVersion;

    /// <summary>Journal position of the vehicle's latest record; 0 when there is none.</summary>
    public long Position { get; set; } = position;

    /// <summary>Journal position of the oldest record that the stored state does not contain; 0 when the state is clean.</summary>
    public long DirtySince { get; set; }

    /// <summary>Position of the batch that stores the state as it is; 0 when no batch of this run has.</summary>
    public long StoredWith { get; set; }

    /// <summary>When it became dirty, clock timestamp.</summary>
    public long DirtyTimestamp { get; set; }

    /// <summary>Records since the state was stored.</summary>
    public int Unstored { get; set; }

    /// <summary>Used since the cache last looked for something to let go.</summary>
    public bool RecentlyUsed { get; set; }

    /// <summary>Wall clock due time of the scheduled tick, Unix ms; 0 when none is scheduled.</summary>
    public long TickDueMs { get; set; }

    /// <summary>Wall clock, Unix ms, before which its silence is not judged; 0 when it is as it stands.</summary>
    public long NoTickBeforeMs { get; set; }
}
