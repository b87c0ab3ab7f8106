namespace EdgeRelay.Rules.Inputs;

/// <summary>A place on the WGS 84 ellipsoid, degrees; latitude −90…90, longitude −180…180.</summary>
public readonly record struct Position(double Latitude, double Longitude);
