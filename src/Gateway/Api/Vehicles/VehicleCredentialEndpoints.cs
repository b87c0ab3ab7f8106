using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary><c>/v1/vehicles/{id}/credentials</c>: what a device connects with.</summary>
internal static class VehicleCredentialEndpoints
{
    /// <summary>Two for a change of password without a gap, and some for mistakes.</summary>
    private const int MaxPerVehicle = 10;

    private const int PasswordBytes = 32;

    public static void MapVehicleCredentials(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id}/credentials", Create);
        routes.MapDelete("/{id}/credentials", Delete);
    }

    private static async Task<Results<Created<CredentialResponse>, ApiProblem>> Create(
        Caller caller, HttpContext context, ConfigurationWriter writer, TimeProvider clock, string id)
    {
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        var now = clock.GetUtcNow();
        var problem = await writer.Write(core =>
        {
            if (core.VehiclesOf(caller).FirstOrDefault(v => v.VehicleId == id) is not { } vehicle)
            {
                return ApiProblem.NotFound($"vehicle \"{id}\"");
            }

            if (core.DeviceCredentials.Count(c => c.VehicleNo == vehicle.No) >= MaxPerVehicle)
            {
                return new ApiProblem(ApiErrors.LimitExceeded, $"A vehicle may have {MaxPerVehicle} credentials; DELETE removes them.");
            }

            core.DeviceCredentials.Add(new DeviceCredentialRow
            {
                VehicleNo = vehicle.No,
                PasswordHash = SHA256.HashData(Encoding.UTF8.GetBytes(password)),
                CreatedMs = now.ToUnixTimeMilliseconds(),
            });
            return null;
        });
        if (problem is not null)
        {
            return problem;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            (string?)null,
            new CredentialResponse(id, caller.AccountId.ToString(CultureInfo.InvariantCulture), password, now));
    }

    /// <summary>Removes all credentials of the vehicle. A device that is connected stays so until it connects again.</summary>
    private static async Task<Results<NoContent, ApiProblem>> Delete(Caller caller, ConfigurationWriter writer, string id)
    {
        var found = await writer.Write(core =>
        {
            if (core.VehiclesOf(caller).FirstOrDefault(v => v.VehicleId == id) is not { } vehicle)
            {
                return false;
            }

            core.DeviceCredentials.RemoveRange(core.DeviceCredentials.Where(c => c.VehicleNo == vehicle.No));
            return true;
        });
        return found ? TypedResults.NoContent() : ApiProblem.NotFound($"vehicle \"{id}\"");
    }
}
