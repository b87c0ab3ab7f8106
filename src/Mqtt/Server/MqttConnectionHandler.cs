using Microsoft.AspNetCore.Connections;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Serves MQTT on a Kestrel endpoint: <c>kestrel.Listen(…, listen =&gt; listen.UseConnectionHandler&lt;MqttConnectionHandler&gt;())</c>, before it
/// <c>UseHttps</c> for TLS. Needs <see cref="MqttServiceCollectionExtensions.AddMqttServer"/>.
/// </summary>
public sealed class MqttConnectionHandler : ConnectionHandler
{
    private readonly MqttServer _server;

    internal MqttConnectionHandler(MqttServer server) => _server = server;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var mqtt = new MqttConnection(_server, connection);
        if (!_server.Registry.TryAdd(mqtt, _server.Limits.Connections))
        {
            if (_server.Refusals.Allows())
            {
                MqttLog.Full(_server.Logger, connection.RemoteEndPoint, _server.Limits.Connections);
            }

            _server.Metrics.Refused(Packets.ReasonCode.QuotaExceeded);
            connection.Abort();
            return;
        }

        await mqtt.Run().ConfigureAwait(false);
    }
}
