using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>A known vehicle: its key, its short number and its lane. One object per vehicle for the life of the process.</summary>
internal sealed class VehicleRef(VehicleKey key, long no, int lane, AccountCell account, VehicleProfile profile, bool stored)
{
    private volatile VehicleProfile _profile = profile;
    private volatile bool _stored = stored;
    private volatile long[] _groups = [];
    private FilterCounts? _filtered;

    public VehicleKey Key => key;

    public long No => no;

    public int Lane => lane;

    /// <summary>Holds the rule book of the vehicle's account as it is now.</summary>
    public AccountCell Account => account;

    /// <summary>What the customer says of the vehicle; swapped whole when it changes.</summary>
    public VehicleProfile Profile
    {
        get => _profile;
        set => _profile = value;
    }

    /// <summary>Groups that the vehicle is in, ascending; swapped whole when that changes, never changed in place.</summary>
    public long[] Groups
    {
        get => _groups;
        set => _groups = value;
    }

    /// <summary>Its state in its lane's memory; null while the lane has none. The lane's alone.</summary>
    public VehicleEntry? Entry { get; set; }

    /// <summary>How often the filters stepped in.</summary>
    public FilterCounts Filtered => _filtered ?? Interlocked.CompareExchange(ref _filtered, new FilterCounts(), null) ?? _filtered;

    /// <summary>Whether the table <c>vehicle</c> holds it. A vehicle that enrolled itself is stored with its first message.</summary>
    public bool Stored
    {
        get => _stored;
        set => _stored = value;
    }
}
