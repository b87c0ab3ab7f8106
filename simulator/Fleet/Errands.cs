using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Route;
using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>What a vehicle has to do today: all of its choices, drawn from its own random streams.</summary>
/// <remarks>
/// The first errands are fixed by the index, so that a small fleet shows every event type within minutes: the first vehicle crosses
/// the border of the yard in its first second, every third one idles long at its first stop, every fourth one then speeds on the freeway.
/// </remarks>
internal sealed class Errands
{
    private readonly int _index;
    private readonly RandomStream _errands;
    private readonly RandomStream _roads;
    private readonly RandomStream _inspections;
    private readonly RandomStream _drivers;
    private readonly RandomStream _heartbeats;
    private int _trips;
    private int _stops;

    public Errands(ulong seed, int index)
    {
        _index = index;
        _errands = new RandomStream(seed, index, RandomPurpose.Errands);
        _roads = new RandomStream(seed, index, RandomPurpose.Roads);
        _inspections = new RandomStream(seed, index, RandomPurpose.Inspections);
        _drivers = new RandomStream(seed, index, RandomPurpose.Drivers);
        _heartbeats = new RandomStream(seed, index, RandomPurpose.Heartbeats);
    }

    public StartOfDay Start()
    {
        var driver = _drivers.Below(DriverRoster.Drivers);
        var odometer = Math.Floor(_errands.Between(5_000_000, 200_000_000));
        var heartbeatAt = (long)_heartbeats.Between(2_000, 20_000);
        var online = new Happening.CameOnline(1_500);
        var signed = new Happening.DriverSigned((long)_drivers.Between(2_000, 6_000), driver, Assign: true);
        var inspected = new Happening.Inspection((long)_inspections.Between(6_000, 30_000), driver, Before: true, (long)odometer);
        Happening[] happenings = [online, signed, new Happening.Heartbeat(heartbeatAt), inspected];
        Array.Sort(happenings, (a, b) => a.Milliseconds.CompareTo(b.Milliseconds));
        if (_index == 0)
        {
            return new StartOfDay(Places.JustBeforeYard, Activity.Driving, 0, Places.SpeedBeforeYard, odometer, driver, happenings);
        }

        var address = AnyAddress();
        var driving = _errands.Chance(0.6);
        return driving
            ? new StartOfDay(address, Activity.Driving, 0, 0, odometer, driver, happenings)
            : new StartOfDay(address, Activity.Parked, _errands.Between(3, 40), 0, odometer, driver, happenings);
    }

    public Trip NextTrip(StreetAddress from)
    {
        var number = _trips++;
        if (_index == 0 && number == 0)
        {
            return new Trip(RoutePlanner.Shortest(from, Places.YardGate, _roads), Places.YardGate, new DriverStyle(1, 0));
        }

        var to = NextAddress(from);
        var rushed = number == 1 && _index % 4 == 0;
        var freeway = _errands.Chance(0.2) || rushed;
        var hurry = _errands.Chance(0.25) || rushed;
        var style = new DriverStyle(hurry ? 1 : _errands.Between(0.85, 1), hurry ? _errands.Between(11.5, 16) : 0);
        return new Trip(freeway ? RoutePlanner.ByFreeway(from, to, _roads) : RoutePlanner.Shortest(from, to, _roads), to, style);
    }

    public Stop Arrive()
    {
        var choice = _errands.NextUnit();
        var first = _stops++ == 0;
        var kind = first ? _index % 3 : choice < 0.15 ? 0 : choice < 0.55 ? 1 : 2;
        return kind switch
        {
            0 => new Stop(Activity.Idling, _errands.Between(130, 200)),
            1 => new Stop(Activity.Parked, _errands.Between(70, 160)),
            _ => new Stop(Activity.Idling, _errands.Between(15, 60)),
        };
    }

    public double WarmUpSeconds() => _errands.Between(4, 15);

    public (bool Inspect, bool SignOff) EndOfDrive() => (_inspections.Chance(0.5), _drivers.Chance(0.5));

    /// <returns>Null when the driver stays.</returns>
    public DriverChange? NextDriver(int? present)
    {
        var stays = _drivers.Chance(0.4);
        var next = _drivers.Below(DriverRoster.Drivers);
        var byMessage = _drivers.Chance(0.5);
        return present is not null && (stays || next == present) ? null : new DriverChange(next, byMessage);
    }

    private StreetAddress NextAddress(StreetAddress from)
    {
        while (true)
        {
            var to = _errands.Chance(0.6) ? Places.Known[_errands.Below(Places.Known.Count)] : AnyAddress();
            if (!to.SameBlock(from))
            {
                return to;
            }
        }
    }

    /// <summary>The middle of some block, not on the freeway.</summary>
    private StreetAddress AnyAddress()
    {
        var eastWest = _errands.Chance(0.5);
        var street = 1 + _errands.Below(City.Streets - 2);
        var block = 1 + _errands.Below(City.Streets - 3);
        return new StreetAddress(eastWest, street, (block + 0.5) * City.Block);
    }
}
