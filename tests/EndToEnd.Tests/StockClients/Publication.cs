using System.Globalization;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>One message to publish.</summary>
/// <param name="Version">4 is MQTT 3.1.1, 5 is MQTT 5.0.</param>
internal sealed record Publication(int Port, int Version, int Qos, string ClientId, string Topic, string Message)
{
    /// <summary><c>tcp</c>, <c>tls</c> or <c>ws</c>.</summary>
    public string Transport { get; init; } = "tcp";

    /// <summary>PEM file of who signed the server's certificate.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>The client's own certificate; null for none.</summary>
    public IssuedCertificate? Certificate { get; init; }

    public string[] Arguments =>
    [
        Port.ToString(CultureInfo.InvariantCulture),
        Version.ToString(CultureInfo.InvariantCulture),
        Qos.ToString(CultureInfo.InvariantCulture),
        ClientId,
        Topic,
        Message,
        Transport,
        CaFile,
        Certificate?.File ?? "",
        Certificate?.KeyFile ?? "",
    ];
}
