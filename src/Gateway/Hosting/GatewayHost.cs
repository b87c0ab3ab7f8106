using System.Net;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Inbox;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Tls;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Mqtt.Server.WebSockets;
using EdgeRelay.Relay.Sending;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>A gateway in this process: from settings to listening, and back.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolderLock _lock;
    private readonly Listeners _listeners;
    private bool _stopped;

    private GatewayHost(WebApplication app, DataFolderLock folderLock, Listeners listeners)
    {
        _app = app;
        _lock = folderLock;
        _listeners = listeners;
    }

    /// <summary>Where it listens, e.g. <c>mqtt://127.0.0.1:1883</c>; null when telemetry comes from an external broker alone.</summary>
    public string? MqttAddress => _listeners.Mqtt is { } mqtt ? $"mqtt://{mqtt}" : null;

    /// <summary>Where it listens, e.g. <c>mqtts://127.0.0.1:8883</c>; null without TLS.</summary>
    public string? MqttTlsAddress => _listeners.MqttTls is { } endPoint ? $"mqtts://{endPoint}" : null;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:8080</c>.</summary>
    public string HttpAddress => $"http://{_listeners.Http}";

    /// <summary>The key of account 1 if this start made one; it is shown nowhere else.</summary>
    public string? NewApiKey { get; private set; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the data folder, brings the schema up to date, replays what is not in the states yet, and listens.</summary>
    /// <exception cref="DataFolderLockedException">Another gateway uses the folder.</exception>
    /// <exception cref="DataFolderException">The folder cannot be written to, or holds what a newer version wrote.</exception>
    /// <exception cref="ListenException">An address cannot be listened on, most often because its port is taken.</exception>
    public static async Task<GatewayHost> Start(
        GatewaySettings settings, Action<ILoggingBuilder>? logging = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var folderLock = DataFolderLock.Take(settings.Data.Directory);
        var listeners = new Listeners();
        WebApplication? app = null;
        try
        {
            // Before anything is written: a port that is taken is the commonest reason why a start fails.
            listeners.Bind(settings);
            AddressesFile.Remove(settings.Data.Directory);
            var database = new CoreDatabase(settings.Data.Directory);
            database.Migrate();
            database.PrepareQueries();
            BootstrapKey.Ensure(database, settings.Admin, clock ?? TimeProvider.System);
            app = Build(settings, database, listeners, logging, clock ?? TimeProvider.System);
            app.Services.GetRequiredService<RoadWatch>().Load();
            app.Services.GetRequiredService<AccountBooks>().LoadAll();
            app.Services.GetRequiredService<VehicleDirectory>().Load(database);
            await app.StartAsync();
            // Nobody makes the gateway call itself through a webhook; only the inbox may be reached.
            app.Services.GetRequiredService<EgressPolicy>().RefuseOwnListeners(
                [.. new[] { listeners.Mqtt, listeners.MqttTls, listeners.Http }.OfType<IPEndPoint>()],
                settings.Inbox.Enabled ? InboxEndpoints.PathPrefix : null);
            var host = new GatewayHost(app, folderLock, listeners);
            AddressesFile.Write(settings.Data.Directory, host.MqttAddress, host.MqttTlsAddress, host.HttpAddress);
            if (BootstrapKey.IsMissing(database))
            {
                host.NewApiKey = await app.Services.GetRequiredService<ConfigurationWriter>()
                    .Write(core => BootstrapKey.MakeFirst(core, clock ?? TimeProvider.System));
            }

            return host;
        }
        catch
        {
            await GiveUp(app);
            listeners.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Completes when something asked the gateway to stop (a signal, a fatal storage error), after it has stopped.</summary>
    public async Task WaitForShutdown()
    {
        await _app.WaitForShutdownAsync();
        _stopped = true;
    }

    /// <summary>Stops listening, finishes what was taken, stores the states and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await _app.StopAsync();
        }

        await _app.DisposeAsync();
        _lock.Dispose();
    }

    /// <summary>Ends what a failed start had begun: services that are told to stop end quietly, those that are only disposed of complain.</summary>
    private static async Task GiveUp(WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private static WebApplication Build(
        GatewaySettings settings, CoreDatabase database, Listeners listeners, Action<ILoggingBuilder>? logging, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.LeaveOutNoise();
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(clock).AddSingleton(listeners);
        builder.Services.AddGateway(settings, database);
        builder.Services.AddEdgeRelayApi();
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = listeners.TakeBound).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (listeners.Mqtt is { } mqtt)
            {
                kestrel.Listen(mqtt, listen => listen.UseMqtt());
            }

            if (listeners.MqttTls is { } endPoint)
            {
                kestrel.Listen(endPoint, listen => listen.UseMqtt(kestrel.ApplicationServices.GetRequiredService<ServerTls>().Handshake));
            }

            kestrel.Listen(
                listeners.Http,
                listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapEdgeRelayApi();
        if (settings.Mqtt is { Listen: true, WebSocket.Enabled: true })
        {
            app.UseWebSockets();
            app.MapMqttWebSocket("/mqtt", settings.Mqtt.WebSocket.AllowedOrigins).AllowAnonymous().ExcludeFromDescription();
        }

        return app;
    }
}
