using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>A vehicle as the API shows it.</summary>
internal sealed record VehicleResponse(
    string Id, string? Label, string? SerialNumber, string? Timezone, string OnBadTime, DateTimeOffset CreatedAt, long Version)
{
    public static VehicleResponse Of(VehicleRow row) => new(
        row.VehicleId, row.Label, row.SerialNumber, row.TimeZone, row.OnBadTime ?? "reject", DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs), row.Version);
}
