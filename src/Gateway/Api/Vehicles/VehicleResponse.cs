using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>A vehicle as the API shows it.</summary>
internal sealed record VehicleResponse(
    string Id, string? Label, string? SerialNumber, string? Timezone, DateTimeOffset CreatedAt, long Version)
{
    public static VehicleResponse Of(VehicleRow row) => new(
        row.VehicleId, row.Label, row.SerialNumber, row.TimeZone, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs), row.Version);
}
