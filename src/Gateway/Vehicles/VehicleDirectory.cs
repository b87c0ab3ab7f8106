using System.Collections.Concurrent;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>All known vehicles by key. The table <c>vehicle</c> is read once, at start-up.</summary>
/// <remarks>Thread-safe. Bounded by the vehicles per account (setting <c>Vehicles:PerAccount</c>).</remarks>
internal sealed class VehicleDirectory(int lanes, AccountBooks books)
{
    private readonly VehicleTable _vehicles = new();
    private readonly ConcurrentDictionary<long, VehicleRef> _nobody = new();
    private long _lastNo;

    public int Count => _vehicles.Count;

    public void Load(CoreDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var context = database.Read();
        foreach (var row in context.Vehicles.AsNoTracking())
        {
            Add(row);
        }

        LoadGroups(context);
    }

    /// <summary>Adds a vehicle that the table already holds.</summary>
    public VehicleRef Add(VehicleRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var key = new VehicleKey(row.AccountId, row.VehicleId);
        var vehicle = _vehicles.GetOrAdd(
            key, _ => new VehicleRef(key, row.No, LaneOf(key), books.Cell(key.AccountId), ProfileOf(row), stored: true));
        InterlockedMax(row.No);
        return vehicle;
    }

    public static VehicleProfile ProfileOf(VehicleRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return VehicleProfile.Create(row.Label, row.SerialNumber, row.TimeZone) with
        {
            ReplacesBadTime = row.OnBadTime == VehicleRow.UseReceived,
        };
    }

    /// <returns>The vehicle, or null when the account has none of that id.</returns>
    public VehicleRef? Find(VehicleKey key) => _vehicles.Find(key);

    public VehicleRef? FindByNo(long no) => _vehicles.Find(no);

    /// <summary>Finds the vehicle or makes it known; the table gets it with the commit of its first message.</summary>
    public VehicleRef FindOrEnrol(VehicleKey key) =>
        _vehicles.Find(key) ?? _vehicles.GetOrAdd(
            key, k => new VehicleRef(k, NextNo(), LaneOf(k), books.Cell(k.AccountId), VehicleProfile.Unknown, stored: false));

    /// <summary>Stands for a vehicle that is not known: it gives refused messages a lane, is never stored and never gets an input.</summary>
    public VehicleRef Nobody(long accountId) =>
        _nobody.GetOrAdd(accountId, id => new VehicleRef(
            new VehicleKey(id, string.Empty), 0, LaneOf(new VehicleKey(id, string.Empty)), books.Cell(id), VehicleProfile.Unknown, stored: true));

    /// <summary>A number that no vehicle has had.</summary>
    public long NextNo() => Interlocked.Increment(ref _lastNo);

    /// <summary>The vehicles of an account in the order of their ids; a snapshot.</summary>
    public IReadOnlyList<VehicleRef> Of(long accountId) =>
        [.. _vehicles.All.Where(v => v.Key.AccountId == accountId).OrderBy(v => v.Key.VehicleId, StringComparer.Ordinal)];

    /// <summary>The key sorts by vehicle, so that each one's groups come together.</summary>
    private void LoadGroups(CoreContext context)
    {
        var groups = new List<long>();
        var vehicleNo = 0L;
        foreach (var member in context.VehicleGroupMembers.OrderBy(m => m.VehicleNo).ThenBy(m => m.GroupId))
        {
            if (member.VehicleNo != vehicleNo)
            {
                Give(vehicleNo, groups);
                groups.Clear();
                vehicleNo = member.VehicleNo;
            }

            groups.Add(member.GroupId);
        }

        Give(vehicleNo, groups);
    }

    private void Give(long vehicleNo, List<long> groups)
    {
        if (FindByNo(vehicleNo) is { } vehicle)
        {
            vehicle.Groups = [.. groups];
        }
    }

    private int LaneOf(VehicleKey key) => LaneHash.LaneOf(key, lanes);

    private void InterlockedMax(long no)
    {
        long seen;
        while ((seen = Interlocked.Read(ref _lastNo)) < no)
        {
            Interlocked.CompareExchange(ref _lastNo, no, seen);
        }
    }
}
