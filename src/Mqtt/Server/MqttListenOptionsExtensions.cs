using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Mqtt.Server;

public static class MqttListenOptionsExtensions
{
    /// <summary>
    /// Serves MQTT on a Kestrel endpoint: <c>kestrel.Listen(…, listen =&gt; listen.UseMqtt())</c>. Needs
    /// <see cref="MqttServiceCollectionExtensions.AddMqttServer"/>.
    /// </summary>
    /// <param name="tls">Null for plain TCP.</param>
    public static void UseMqtt(this ListenOptions listen, TlsHandshakeCallbackOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var server = listen.ApplicationServices.GetRequiredService<MqttServer>();
        listen.Use(next => connection => server.Admit(connection, next));
        if (tls is not null)
        {
            listen.UseHttps(tls);
        }

        listen.UseConnectionHandler<MqttConnectionHandler>();
    }
}
