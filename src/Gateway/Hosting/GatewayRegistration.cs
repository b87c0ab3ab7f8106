using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Health;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Decoding.EdgeRelayV1;
using EdgeRelay.Gateway.Ingest;
using EdgeRelay.Gateway.Ingest.External;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Tls;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Retention;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Hosting;

/// <summary>
/// Registers the gateway in the order in which a message passes through it:
/// <c>device ──MQTT──▶ Ingest ─▶ Decoding ─▶ Vehicles (lanes) ─▶ Rules ─▶ Commit ─▶ PUBACK; Outbox ─▶ Delivery ─▶ Sending ─▶ DeliveryLog</c>.
/// </summary>
internal static class GatewayRegistration
{
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewaySettings settings, CoreDatabase database)
    {
        services.AddSingleton(settings).AddSingleton(settings.Mqtt).AddSingleton(settings.Admin).AddSingleton(settings.Data).AddSingleton(settings.Vehicles);
        services.AddSingleton(settings.Inbox).AddSingleton(settings.Roads).AddSingleton(settings.Rules);
        services.AddSingleton(database);

        // Ingest
        services.AddMqttServer(settings.Mqtt.Limits);
        if (settings.Mqtt.Tls.IsSet)
        {
            services.AddSingleton(settings.Mqtt.Tls);
            services.AddSingleton<ServerTls>().AddHostedService(p => p.GetRequiredService<ServerTls>());
        }

        services.AddSingleton<EmbeddedEndpoint>();
        services.AddSingleton<IMqttApplication>(p => p.GetRequiredService<EmbeddedEndpoint>());
        services.AddSingleton<OwnPort>();
        services.AddSingleton<DeviceCredentials>();
        AddSources(services, settings.Mqtt);
        services.AddSingleton<TelemetryIntake>();
        services.AddSingleton<IntakeMeters>();
        services.AddSingleton<RefusalLog>();

        // Decoding
        services.AddSingleton(new DecodeLimits());
        services.AddSingleton<EdgeRelayV1Decoder>();

        // Vehicles, Rules
        services.AddSingleton(p => new AccountBooks(database, settings.Rules, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new VehicleDirectory(settings.Vehicles.EffectiveLanes, p.GetRequiredService<AccountBooks>()));
        services.AddSingleton<RoadWatch>();
        services.AddSingleton(JournalMarks.Read(database));
        services.AddSingleton(p => new JournalPositions(p.GetRequiredService<JournalMarks>().LastPosition));
        services.AddSingleton(p => new LowWater(settings.Vehicles.EffectiveLanes, p.GetRequiredService<JournalMarks>().LowWater));
        services.AddSingleton(p => Listening.Read(
            database, TimeSpan.FromSeconds(settings.Vehicles.CatchUpSeconds), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<VehicleMeters>();
        services.AddSingleton<LaneContext>(p => new LaneContext(
            settings.Vehicles,
            database,
            p.GetRequiredService<CommitQueue>(),
            p.GetRequiredService<LowWater>(),
            p.GetRequiredService<JournalPositions>(),
            p.GetRequiredService<VehicleDirectory>(),
            p.GetRequiredService<Listening>(),
            p.GetRequiredService<VehicleMeters>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<Lane>>()));
        services.AddSingleton<Lanes>();

        // Commit
        services.AddSingleton<CommitMeters>();
        services.AddSingleton(p => new Committer(
            database,
            p.GetRequiredService<CommitQueue>(),
            p.GetRequiredService<IOutbox>(),
            p.GetRequiredService<LowWater>(),
            TimeSpan.FromMilliseconds(settings.Data.CommitLingerMilliseconds),
            p.GetRequiredService<CommitMeters>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<Committer>>(),
            p.GetRequiredService<FatalStop>().Stop));
        services.AddSingleton<FatalStop>();
        services.AddSingleton<CommitQueue>();
        services.AddSingleton<IWriteQueue>(p => p.GetRequiredService<CommitQueue>());
        services.AddSingleton<ConfigurationWriter>();
        services.AddSingleton<JournalRetention>();

        // Started first and stopped last: the sender's outcomes need the writer to the end.
        services.AddHostedService<Pipeline>();
        if (settings.Mqtt.Broker.IsSet)
        {
            services.AddHostedService(p => p.GetRequiredService<ExternalBroker>());
        }

        services.AddHostedService<ListeningMarks>();
        services.AddHostedService<WalCheckpoints>();
        services.AddHostedService(p => p.GetRequiredService<JournalRetention>());
        services.AddHostedService(p => p.GetRequiredService<RoadWatch>());

        // Outbox, Delivery, Sending, DeliveryLog
        return services.AddRelay(
            settings.Relay,
            settings.Smtp,
            new RelayDatabases(database.ReadingConnectionString, database.LogConnectionString),
            new DeliveryRetention(
                TimeSpan.FromDays(settings.Data.DeliveryDays),
                TimeSpan.FromHours(settings.Rules.UnsentEventHours),
                settings.Data.DeliveryMegabytes << 20));
    }

    private static void AddSources(IServiceCollection services, MqttSettings settings)
    {
        if (settings.Listen)
        {
            services.AddSingleton<ITelemetrySource>(p => p.GetRequiredService<EmbeddedEndpoint>());
            services.AddSingleton<IReadiness>(p => p.GetRequiredService<EmbeddedEndpoint>());
        }

        if (settings.Broker.IsSet)
        {
            services.AddSingleton(settings.Broker).AddSingleton<BrokerMeters>().AddSingleton<ExternalBroker>();
            services.AddSingleton<ITelemetrySource>(p => p.GetRequiredService<ExternalBroker>());
            services.AddSingleton<IReadiness>(p => p.GetRequiredService<ExternalBroker>());
        }
    }
}
