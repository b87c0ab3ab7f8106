using System.Net;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Mqtt.Server.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Mqtt.Tests;

/// <summary>The real endpoint on a loopback socket, with an application that records what it is given.</summary>
internal sealed class MqttTestServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private MqttTestServer(WebApplication host, RecordingApplication application, RecordingLogger log)
    {
        _host = host;
        Application = application;
        Log = log;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.First()).Port;
        HttpPort = new Uri(addresses.Last()).Port;
    }

    public RecordingApplication Application { get; }

    public RecordingLogger Log { get; }

    public int Port { get; }

    /// <summary>For WebSockets, at <c>/mqtt</c>.</summary>
    public int HttpPort { get; }

    public MqttClientOptions ClientOptions => new() { Host = "127.0.0.1", Port = Port, ClientId = "device-1" };

    public static async Task<MqttTestServer> Start(MqttLimits? limits = null, TimeProvider? clock = null, int? sendBufferBytes = null)
    {
        var application = new RecordingApplication();
        var log = new RecordingLogger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<IMqttApplication>(application);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddMqttServer(limits ?? new MqttLimits());
        if (sendBufferBytes is { } bytes)
        {
            builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = endpoint =>
            {
                var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                socket.SendBufferSize = bytes;
                return socket;
            });
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseMqtt());
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var host = builder.Build();
        host.UseWebSockets();
        host.MapMqttWebSocket("/mqtt", ["https://fleet.example.com"]);
        await host.StartAsync();
        return new MqttTestServer(host, application, log);
    }

    public Task<MqttClient> Connect(Func<MqttClientOptions, MqttClientOptions>? change = null) =>
        MqttClient.Connect(change is null ? ClientOptions : change(ClientOptions)).WaitAsync(Deadline.Long);

    public Task<RawPeer> OpenRaw() => RawPeer.Open(Port);

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
