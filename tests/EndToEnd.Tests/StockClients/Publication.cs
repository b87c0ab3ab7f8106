using System.Globalization;

namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>One message to publish.</summary>
/// <param name="Version">4 is MQTT 3.1.1, 5 is MQTT 5.0.</param>
internal sealed record Publication(int Port, int Version, int Qos, string ClientId, string Topic, string Message)
{
    public string[] Arguments =>
    [
        Port.ToString(CultureInfo.InvariantCulture),
        Version.ToString(CultureInfo.InvariantCulture),
        Qos.ToString(CultureInfo.InvariantCulture),
        ClientId,
        Topic,
        Message,
    ];
}
