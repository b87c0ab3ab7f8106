using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>A vehicle group as the API shows it.</summary>
/// <param name="Id">For <c>groups</c> of a trigger and <c>scope.groups</c> of a webhook.</param>
/// <param name="VehicleCount">Vehicles that are in it.</param>
/// <param name="Version">Raised with the name and with every change of its vehicles.</param>
internal sealed record GroupResponse(long Id, string Name, long VehicleCount, DateTimeOffset CreatedAt, long Version)
{
    public static GroupResponse Of(VehicleGroupRow row) =>
        new(row.Id, row.Name, row.Vehicles, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs), row.Version);
}
