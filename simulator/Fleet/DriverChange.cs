namespace EdgeRelay.Simulator.Fleet;

/// <param name="Driver">Index into the roster.</param>
/// <param name="ByMessage">Told by a message of its own; else by the tag in the next sample.</param>
internal readonly record struct DriverChange(int Driver, bool ByMessage);
