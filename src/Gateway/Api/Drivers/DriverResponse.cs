using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Drivers;

/// <summary>A driver as the API shows him.</summary>
/// <param name="Tags">In the form in which readings are compared.</param>
internal sealed record DriverResponse(
    string Id,
    string? FirstName,
    string? LastName,
    string? Email,
    string? Phone,
    IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    long Version)
{
    public static DriverResponse Of(DriverRow row) => new(
        row.DriverId,
        row.FirstName,
        row.LastName,
        row.Email,
        row.Phone,
        DriverRules.TagsOf(row),
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs),
        row.Version);
}
