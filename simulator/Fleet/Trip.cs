using EdgeRelay.Simulator.Driver;
using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Fleet;

internal readonly record struct Trip(DrivingRoute Route, StreetAddress Destination, DriverStyle Style);
