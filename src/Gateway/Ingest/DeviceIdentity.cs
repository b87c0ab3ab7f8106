using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Vehicles;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Who a connection speaks for: one vehicle, or (a gateway) any vehicle of one account.</summary>
internal sealed class DeviceIdentity
{
    public const string TopicRoot = "edgerelay/v1/";

    private const long OperatorsAccount = 1;

    private DeviceIdentity(long accountId, VehicleRef? vehicle, string? vehicleId, bool mayEnrol, string topicPrefix)
    {
        AccountId = accountId;
        Vehicle = vehicle;
        MayEnrol = mayEnrol;
        VehicleId = vehicleId;
        TopicPrefixText = topicPrefix;
        TopicPrefix = Encoding.UTF8.GetBytes(topicPrefix);
    }

    public long AccountId { get; }

    /// <summary>The vehicle, once it is known; null for a gateway, and before a self-enrolled vehicle's first publish.</summary>
    public VehicleRef? Vehicle { get; set; }

    /// <summary>The vehicle whose message was last refused because it could not be taken then; null when none was.</summary>
    public VehicleRef? Awaited { get; set; }

    /// <summary>Null for a gateway.</summary>
    public string? VehicleId { get; }

    /// <summary>Whether it runs the gateway, and may see figures of all accounts together.</summary>
    public bool IsOperator { get; private init; }

    /// <summary>Whether a vehicle that is not known yet is registered at its first publish.</summary>
    public bool MayEnrol { get; }

    /// <summary>Every topic that this identity may publish to, and every filter that it may subscribe to, begins with this; compared ordinally.</summary>
    public string TopicPrefixText { get; }

    /// <summary>The same in UTF-8.</summary>
    public ReadOnlyMemory<byte> TopicPrefix { get; }

    /// <summary>Vehicles that a gateway spoke for on this connection, by topic text. Touched by the connection's read loop alone.</summary>
    public Dictionary<string, VehicleRef> Spoken { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Within which a client id names a session. A session carries subscriptions, so neither another account nor a device may resume that of a program
    /// by taking its client id.
    /// </summary>
    public string SessionScope => string.Create(CultureInfo.InvariantCulture, $"{AccountId}/{(IsOperator ? "operator" : VehicleId is null ? "key" : "device")}");

    public static DeviceIdentity Of(VehicleRef vehicle) =>
        new(vehicle.Key.AccountId, vehicle, vehicle.Key.VehicleId, mayEnrol: false, PrefixOf(vehicle.Key.AccountId, vehicle.Key.VehicleId));

    public static DeviceIdentity Enrolling(long accountId, string vehicleId) =>
        new(accountId, null, vehicleId, mayEnrol: true, PrefixOf(accountId, vehicleId));

    public static DeviceIdentity Gateway(long accountId, bool mayEnrol, bool isOperator = false) =>
        new(accountId, null, null, mayEnrol, PrefixOf(accountId)) { IsOperator = isOperator };

    /// <summary>Who sends what no account is named for, by a broker that lets it: refused for good, for the operator's account to look at.</summary>
    public static DeviceIdentity Unplaced() => new(OperatorsAccount, null, null, mayEnrol: false, topicPrefix: "");

    private static string PrefixOf(long accountId) => string.Create(CultureInfo.InvariantCulture, $"{TopicRoot}{accountId}/");

    private static string PrefixOf(long accountId, string vehicleId) => $"{PrefixOf(accountId)}{vehicleId}/";
}
