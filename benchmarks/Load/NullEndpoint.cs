using System.Net;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>The baseline: the gateway's MQTT endpoint on the same server, with no work behind it. Every message is acknowledged at once.</summary>
internal static class NullEndpoint
{
    /// <summary>Prints its port, then serves until its input ends.</summary>
    public static async Task<int> Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttServer(new MqttLimits());
        builder.Services.AddSingleton<IMqttApplication, NoWork>();
        ListenOptions? listener = null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            new IPEndPoint(IPAddress.Loopback, 0),
            listen =>
            {
                listener = listen;
                listen.UseConnectionHandler<MqttConnectionHandler>();
            }));
        await using var app = builder.Build();
        await app.StartAsync();
        Console.WriteLine(listener?.IPEndPoint?.Port);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private sealed class NoWork : IMqttApplication
    {
        public ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation) =>
            new(new ConnectVerdict.Accepted(this));

        public bool MayPublish(object client, ReadOnlySpan<byte> topic) => true;

        public ReasonCode MaySubscribe(object client, string filter) => ReasonCode.Success;

        public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket)
        {
            ticket.Complete();
            return PublishVerdict.Taken;
        }

        public ValueTask WaitForRoom(object client, CancellationToken cancellation) => default;

        public void Disconnected(object client, DisconnectReason reason)
        {
        }
    }
}
