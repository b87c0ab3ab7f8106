using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>How a vehicle begins the run.</summary>
/// <param name="Seconds">How long it goes on with <paramref name="Activity"/>; without meaning when driving.</param>
/// <param name="Speed">Metres per second.</param>
/// <param name="Odometer">Metres.</param>
internal sealed record StartOfDay(
    StreetAddress Address, Activity Activity, double Seconds, double Speed, double Odometer, int Driver, IReadOnlyList<Happening> Happenings);
