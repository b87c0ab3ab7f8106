using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Route;
using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>One vehicle's day: it drives, waits, delivers, parks and starts again, in steps of a tenth of a second.</summary>
/// <remarks>Depends on nothing but seed and index: not on the size of the fleet, not on how often it is asked. Not thread-safe.</remarks>
internal sealed class Vehicle
{
    public const int StepMilliseconds = 100;

    private const double StepSeconds = StepMilliseconds / 1000.0;

    private readonly Errands _errands;
    private readonly RandomStream _cargoRandom;
    private readonly List<Happening> _happenings = [];
    private DrivingRoute? _route;
    private StreetAddress _address;
    private DriverStyle _style;
    private double _distance;
    private int _piece;
    private int _light;
    private long _steps;
    private long _activityEnds;

    public Vehicle(ulong seed, int index)
    {
        Index = index;
        Profile = VehicleProfile.Of(index);
        _errands = new Errands(seed, index);
        _cargoRandom = new RandomStream(seed, index, RandomPurpose.Cargo);
        Cargo = Profile.Refrigerated ? new CargoHold(_cargoRandom) : null;
        var start = _errands.Start();
        _address = start.Address;
        Driver = start.Driver;
        Activity = start.Activity;
        _activityEnds = Steps(start.Seconds);
        Now = new VehicleMoment
        {
            Point = _address.Point,
            Heading = _address.EastWest ? 90 : 0,
            Speed = start.Speed,
            LimitMph = City.LimitMph(_address.Street),
            Ignition = start.Activity != Activity.Parked,
            Odometer = start.Odometer,
        };
        Before = Now;
        _happenings.AddRange(start.Happenings);
        if (Activity == Activity.Driving)
        {
            Depart(start.Speed);
        }
    }

    public int Index { get; }

    public VehicleProfile Profile { get; }

    public CargoHold? Cargo { get; }

    public Activity Activity { get; private set; }

    /// <summary>Index into the roster; null while nobody is signed on.</summary>
    public int? Driver { get; private set; }

    /// <summary>The driver has just touched the reader: the next sample carries the tag.</summary>
    public bool TagTouched { get; private set; }

    /// <summary>At the last step and at the one before.</summary>
    public VehicleMoment Now { get; private set; }

    public VehicleMoment Before { get; private set; }

    public long Milliseconds => _steps * StepMilliseconds;

    /// <summary>What happened and is not reported yet, in order of time.</summary>
    public IReadOnlyList<Happening> Happenings => _happenings;

    public void Reported(Happening happening) => _happenings.Remove(happening);

    public void TagReported() => TagTouched = false;

    /// <summary>Steps until <paramref name="microseconds"/> is reached and gives the moment then.</summary>
    public VehicleMoment At(long microseconds)
    {
        while (Milliseconds * 1000 < microseconds)
        {
            Step();
        }

        var back = (Milliseconds * 1000) - microseconds;
        return back == 0 ? Now : VehicleMoment.Between(Before, Now, 1 - (back / (StepMilliseconds * 1000.0)));
    }

    private void Step()
    {
        _steps++;
        Before = Now;
        if (Activity == Activity.Driving)
        {
            Drive();
        }
        else if (_steps >= _activityEnds)
        {
            Proceed();
        }

        if (_steps % 10 == 0)
        {
            Cargo?.Pass(Now.Ignition, Activity == Activity.Idling);
        }
    }

    private void Drive()
    {
        var route = _route!;
        var haltAt = _light < route.Lights.Count ? route.Lights[_light].Distance : route.Length;
        var speed = SpeedControl.Next(route, _style, Now.Speed, _distance, _piece, haltAt, Profile.Acceleration, StepSeconds);
        var moved = (Now.Speed + speed) / 2 * StepSeconds;
        if (_distance + moved >= haltAt - 0.002)
        {
            moved = Math.Max(0, haltAt - _distance);
            speed = 0;
        }

        _distance += moved;
        var pose = route.At(_distance, ref _piece);
        Now = Now with { Point = pose.Point, Heading = pose.Heading, LimitMph = pose.LimitMph, Speed = speed, Odometer = Now.Odometer + moved };
        if (speed == 0 && _distance >= haltAt - 0.001)
        {
            Halt(route);
        }
    }

    private void Halt(DrivingRoute route)
    {
        if (_light < route.Lights.Count)
        {
            Become(Activity.Waiting, route.Lights[_light].Seconds);
            _light++;
            return;
        }

        var stop = _errands.Arrive();
        Become(stop.Activity, stop.Seconds);
        if (stop.Activity == Activity.Parked)
        {
            SwitchOff();
        }
    }

    private void SwitchOff()
    {
        Now = Now with { Ignition = false };
        var (inspect, signOff) = _errands.EndOfDrive();
        if (inspect && Driver is { } driver)
        {
            _happenings.Add(new Happening.Inspection(Milliseconds, driver, Before: false, (long)Now.Odometer));
        }

        if (signOff && Driver is { } leaving)
        {
            _happenings.Add(new Happening.DriverSigned(Milliseconds, leaving, Assign: false));
            Driver = null;
        }
    }

    /// <summary>What follows when the time of the present activity is over.</summary>
    private void Proceed()
    {
        switch (Activity)
        {
            case Activity.Waiting:
                Activity = Activity.Driving;
                break;
            case Activity.Parked:
                SwitchOn();
                break;
            default:
                Depart(0);
                break;
        }
    }

    private void SwitchOn()
    {
        Now = Now with { Ignition = true };
        Become(Activity.WarmingUp, _errands.WarmUpSeconds());
        if (_errands.NextDriver(Driver) is not { } next)
        {
            return;
        }

        Driver = next.Driver;
        _happenings.Add(new Happening.Inspection(Milliseconds, next.Driver, Before: true, (long)Now.Odometer));
        if (next.ByMessage)
        {
            _happenings.Add(new Happening.DriverSigned(Milliseconds, next.Driver, Assign: true));
        }
        else
        {
            TagTouched = true;
        }
    }

    private void Depart(double speed)
    {
        var trip = _errands.NextTrip(_address);
        _route = trip.Route;
        _style = trip.Style;
        _address = trip.Destination;
        _distance = 0;
        _piece = 0;
        _light = 0;
        var pose = _route.At(0, ref _piece);
        Now = Now with { Heading = pose.Heading, LimitMph = pose.LimitMph, Speed = speed };
        Activity = Activity.Driving;
    }

    private void Become(Activity activity, double seconds)
    {
        Activity = activity;
        _activityEnds = _steps + Steps(seconds);
    }

    private static long Steps(double seconds) => (long)(seconds / StepSeconds);
}
