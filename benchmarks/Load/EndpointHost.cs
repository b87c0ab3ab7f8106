using System.Net;
using EdgeRelay.Mqtt.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The gateway's MQTT endpoint without the gateway: on the same server, on loopback, with another application behind it.</summary>
internal static class EndpointHost
{
    /// <summary>Prints its port, then serves until its input ends.</summary>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<int> Run<TApplication>(MqttLimits limits, int port = 0)
        where TApplication : class, IMqttApplication
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttServer(limits);
        builder.Services.AddSingleton<IMqttApplication, TApplication>();
        ListenOptions? listener = null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            new IPEndPoint(IPAddress.Loopback, port),
            listen =>
            {
                listener = listen;
                listen.UseMqtt();
            }));
        await using var app = builder.Build();
        await app.StartAsync();
        Console.WriteLine(listener?.IPEndPoint?.Port);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
