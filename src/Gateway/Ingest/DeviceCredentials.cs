using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Rules;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>
/// Tells who connects. A device: client id = vehicle id, user name = account id (may be left out for account 1), password = the
/// credential that the API gave. A gateway: password = an API key of the account, any client id. Without a password: a device whose client certificate
/// names its client id, or with open enrolment. A device that shows a certificate is one that it names, whatever else it shows.
/// </summary>
/// <remarks>Thread-safe. Passwords are 256 random bits, so that one SHA-256 stands against guessing; hashes are compared in fixed time.</remarks>
internal sealed class DeviceCredentials(CoreDatabase database, VehicleDirectory directory, MqttSettings settings, AdminSettings admin)
{
    private const long FirstAccount = 1;

    /// <returns>The identity, or null when the credentials are not right.</returns>
    public async ValueTask<DeviceIdentity?> Identify(ConnectRequest request, CancellationToken cancellation)
    {
        if (request.Password.IsEmpty)
        {
            return request.ClientCertificate is { } certificate ? await Certified(certificate, request.ClientId, cancellation)
                : settings.OpenEnrollment && request.UserName is null && request.ClientId.Length > 0
                ? Enrolled(FirstAccount, request.ClientId)
                : null;
        }

        var hash = SHA256.HashData(request.Password.Span);
        await using var context = database.Read();
        if (request.Password.Span.StartsWith("er_"u8)
            && await context.ApiKeys.FirstOrDefaultAsync(k => k.Hash == hash, cancellation) is { } key)
        {
            return DeviceIdentity.Gateway(key.AccountId, settings.OpenEnrollment, IsOperator(request.Password.Span));
        }

        if (request.ClientCertificate?.Names(request.ClientId) == false
            || AccountOf(request.UserName) is not { } accountId
            || directory.Find(new VehicleKey(accountId, request.ClientId)) is not { } vehicle)
        {
            return null;
        }

        var stored = await context.DeviceCredentials
            .Where(c => c.VehicleNo == vehicle.No).Select(c => c.PasswordHash).ToListAsync(cancellation);
        return stored.Exists(own => CryptographicOperations.FixedTimeEquals(own, hash)) ? DeviceIdentity.Of(vehicle) : null;
    }

    /// <summary>Whoever may set the gateway's settings runs it: the key that stands there is an operator's, one that was made later an account's.</summary>
    private bool IsOperator(ReadOnlySpan<byte> password) =>
        admin.ApiKey is { } key && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), password);

    private async ValueTask<DeviceIdentity?> Certified(X509Certificate2 certificate, string clientId, CancellationToken cancellation)
    {
        if (!certificate.Names(clientId) || (settings.Tls.ClientAccount > 0 ? settings.Tls.ClientAccount : certificate.Account()) is not { } accountId)
        {
            return null;
        }

        if (directory.Find(new VehicleKey(accountId, clientId)) is { } known)
        {
            return DeviceIdentity.Of(known);
        }

        await using var context = database.Read();
        return settings.Tls.ClientEnrollment && await context.Accounts.AnyAsync(a => a.Id == accountId, cancellation)
            ? DeviceIdentity.Enrolling(accountId, clientId)
            : null;
    }

    private DeviceIdentity Enrolled(long accountId, string vehicleId) =>
        directory.Find(new VehicleKey(accountId, vehicleId)) is { } known
            ? DeviceIdentity.Of(known)
            : DeviceIdentity.Enrolling(accountId, vehicleId);

    private static long? AccountOf(string? userName) =>
        string.IsNullOrEmpty(userName) ? FirstAccount
        : long.TryParse(userName, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : null;
}
