using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>The sockets that the gateway listens on; their ports are known once it has started.</summary>
internal sealed class Listeners
{
    public ListenOptions? MqttListener { get; set; }

    public ListenOptions? HttpListener { get; set; }

    public IPEndPoint? Mqtt => MqttListener?.IPEndPoint;

    public IPEndPoint? Http => HttpListener?.IPEndPoint;
}
