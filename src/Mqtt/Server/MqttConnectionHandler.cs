using Microsoft.AspNetCore.Connections;

namespace EdgeRelay.Mqtt.Server;

/// <summary>Serves what Kestrel has accepted and, on a TLS endpoint, decrypts.</summary>
internal sealed class MqttConnectionHandler(MqttServer server) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => server.Serve(connection);
}
