namespace EdgeRelay.Simulator.Route;

/// <summary>Where a vehicle stands on its route: place, direction (degrees, 0 is north, clockwise) and the posted limit there (mph).</summary>
internal readonly record struct RoadPose(PlanePoint Point, double Heading, double LimitMph);
