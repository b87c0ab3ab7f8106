using System.Globalization;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>What the rules know of a vehicle now. Null is unknown.</summary>
/// <param name="FixTime">Time of the fix that gave the position.</param>
/// <param name="LandmarkIds">Landmarks it is in, smallest first.</param>
/// <param name="Filtered">Times and positions that the filters refused, corrected or set aside since the gateway started, by reason.</param>
internal sealed record VehicleStateResponse(
    string Id,
    DateTimeOffset? FixTime,
    double? Latitude,
    double? Longitude,
    double? AccuracyM,
    double? HeadingDeg,
    double? SpeedMph,
    double? SpeedLimitMph,
    string? Ignition,
    double? OdometerMi,
    double? SupplyV,
    string? Vin,
    string? DriverId,
    IReadOnlyList<string> LandmarkIds,
    IReadOnlyDictionary<string, long> Filtered)
{
    private const double MetersPerMile = 1_609.344;

    public static VehicleStateResponse Of(VehicleSnapshot vehicle, IReadOnlyDictionary<string, long> filtered) => new(
        vehicle.Key.VehicleId,
        vehicle.FixTime?.ToDateTimeOffset(),
        vehicle.Position?.Latitude,
        vehicle.Position?.Longitude,
        vehicle.AccuracyMeters,
        vehicle.HeadingDegrees,
        Rounded(vehicle.Speed?.MilesPerHour),
        Rounded(vehicle.PostedLimit?.MilesPerHour),
        vehicle.Ignition switch { true => "on", false => "off", null => null },
        Rounded(vehicle.OdometerMeters / MetersPerMile),
        vehicle.SupplyVolts,
        vehicle.Vin,
        vehicle.DriverId,
        [.. vehicle.LandmarkIds.Select(id => id.ToString(CultureInfo.InvariantCulture))],
        filtered);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}
