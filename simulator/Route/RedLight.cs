namespace EdgeRelay.Simulator.Route;

/// <summary>A traffic light that will be red: how far along the route, metres, and for how long, seconds.</summary>
internal readonly record struct RedLight(double Distance, double Seconds);
