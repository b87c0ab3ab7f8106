using System.Globalization;
using System.Text;
using EdgeRelay.EndToEnd.Tests.BadInput;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.ExternalBrokers;

/// <summary>The gateway as a client of a broker that was there before: Mosquitto.</summary>
[Trait("speed", "slow")]
public sealed class ExternalBrokerTests
{
    private const int NoConnection = 1131;
    private const int Connected = 1130;
    private static readonly long FirstMs = TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeSeconds() * 1_000;

    [MosquittoFact]
    public async Task The_same_messages_give_the_same_events_as_at_our_own_endpoint()
    {
        await using var broker = await MosquittoBroker.Start();
        await using var embedded = await RunningGateway.Start();
        await using var external = await Start(new BrokerSettings { Url = broker.Url, RegisterVehicles = true });
        await using var toEmbedded = await MqttClient.Connect(embedded.Device("all", RunningGateway.Key, "1"));
        await using var toBroker = await MqttClient.Connect(Device(broker));

        foreach (var gateway in new[] { embedded, external })
        {
            await gateway.AddWebhook("""{"type":"speed","mph":70},{"type":"location"},{"type":"ignition_on"},{"type":"dvir"},{"type":"heartbeat"}""");
        }

        foreach (var (topic, payload) in Drives())
        {
            await toEmbedded.Publish(topic, payload).WaitAsync(Deadline.Short);
            await toBroker.Publish(topic, payload).WaitAsync(Deadline.Short);
        }

        var expected = await embedded.Settled();
        foreach (var vehicle in new[] { "a", "b", "c" })
        {
            await external.Events.First($"the last position of {vehicle}", e => e.Type == "location" && e.Vehicle == vehicle && e.OccurredMs == AtMs(19));
        }

        Assert.Equal(expected, await external.Settled());
        Assert.Equal(Told(embedded), Told(external));
    }

    [MosquittoFact]
    public async Task A_broker_that_stops_in_mid_stream_and_comes_back_costs_no_event_and_makes_none_twice()
    {
        await using var broker = await MosquittoBroker.Start();

        // Not shared: Mosquitto 2.0.11 forgets who shares until they come back, and keeps nothing for them meanwhile.
        await using var gateway = await Start(new BrokerSettings
        {
            Url = broker.Url,
            TopicFilter = "edgerelay/v1/+/+/+",
            RegisterVehicles = true,
            ReconnectMilliseconds = 20,
            ReconnectMaximumSeconds = 1,
        });
        await gateway.AddWebhook("""{"type":"location"}""");
        for (var half = 0; half < 2; half++)
        {
            await using var device = await MqttClient.Connect(Device(broker));
            await Task.WhenAll(Enumerable.Range(half * 100, 100).Select(n => device.Publish(Telemetry("truck-1"), At(n)).WaitAsync(Deadline.Short)));
            if (half == 0)
            {
                await broker.Stop();
                Assert.Contains("broker", await gateway.NotReady(), StringComparison.Ordinal);
                await broker.StartAgain();
            }
        }

        await gateway.Events.First("the last position", e => e.OccurredMs == AtMs(199));

        await gateway.Settled();
        Assert.Equal(
            Enumerable.Range(0, 200).Select(AtMs), gateway.Events.All.Where(e => e.Type == "location").Select(e => e.OccurredMs).Order());
    }

    [MosquittoFact]
    public async Task What_can_never_be_used_is_a_dead_letter_and_does_not_come_again()
    {
        await using var broker = await MosquittoBroker.Start();

        // One message at a time: a later one comes only when those before are acknowledged.
        await using var gateway = await Start(
            new BrokerSettings { Url = broker.Url, ReceiveMaximum = 1, TopicFilter = "edgerelay/#" });
        await gateway.AddWebhook("""{"type":"location"}""");
        await gateway.Api.Post("/v1/vehicles", """{"id":"truck-1"}""");
        await using var device = await MqttClient.Connect(Device(broker));
        await device.Publish(Telemetry("truck-1"), "not JSON"u8.ToArray());
        await device.Publish(Telemetry("stranger"), At(0));
        await device.Publish("edgerelay/v1/77/truck-1/telemetry", At(0));
        await device.Publish("edgerelay/elsewhere", At(0));
        await device.Publish("edgerelay/v1/1/truck-1/cmd", "{}"u8.ToArray());
        await device.Publish(Telemetry("truck-1"), new byte[200_000]);

        await device.Publish(Telemetry("truck-1"), At(1));

        await gateway.Events.First("the good position", e => e.OccurredMs == AtMs(1));
        Assert.Equal(
            ["bad_json", "bad_topic", "too_large", "unknown_vehicle", "unknown_vehicle"],
            (await gateway.Api.List("/v1/dead-letters?")).Select(l => l.GetProperty("reason").GetString()).Order());
    }

    [MosquittoFact]
    public async Task Both_sides_show_certificates_and_a_broker_of_another_authority_is_left_with_the_cure()
    {
        using var certificates = new BrokerCertificates();
        using var others = new BrokerCertificates();
        await using var broker = await MosquittoBroker.Start(certificates.BrokerSettings);
        var settings = new BrokerSettings
        {
            Url = broker.TlsUrl,
            CaFile = certificates.AuthorityFile,
            CertificateFile = certificates.GatewayCertificate,
            KeyFile = certificates.GatewayKey,
        };
        using var log = new LoggedEvents();
        using var deceived = new LoggedEvents();

        await using var gateway = await Start(settings, log);
        await using var suspicious = await Start(settings with { CaFile = others.AuthorityFile }, deceived);

        Assert.Contains(broker.TlsUrl, await log.TheFirst(Connected), StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__MQTT__BROKER__CAFILE", await deceived.TheFirst(NoConnection), StringComparison.Ordinal);
    }

    [MosquittoFact]
    public async Task A_wrong_password_is_told_with_the_settings_to_look_at_and_never_shown()
    {
        using var folder = new TemporaryFolder();
        var passwords = Path.Combine(folder.Path, "passwords");
        await ProgramRun.Of("mosquitto_passwd", ["-b", "-c", passwords, "gateway", "right"]);
        await using var broker = await MosquittoBroker.Start("allow_anonymous false", "password_file " + passwords);
        using var log = new LoggedEvents();
        await using var gateway = await Start(new BrokerSettings { Url = broker.Url, UserName = "gateway", Password = "entirely-wrong" }, log);

        var told = await log.TheFirst(NoConnection);

        Assert.Contains("check EDGERELAY__MQTT__BROKER__USERNAME", told, StringComparison.Ordinal);
        Assert.Contains("check EDGERELAY__MQTT__BROKER__USERNAME", await gateway.NotReady(), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("entirely-wrong", StringComparison.Ordinal));
    }

    [MosquittoFact]
    public async Task A_broker_that_knows_3_1_1_alone_is_spoken_to_in_that()
    {
        await using var broker = await MosquittoBroker.Start();
        await using var old = new OldBroker(broker.Port);

        // Fewer than Mosquitto sends at once, and 3.1.1 has no way to say so: the client stops reading instead.
        await using var gateway = await Start(new BrokerSettings { Url = old.Url, RegisterVehicles = true, ReceiveMaximum = 2 });
        await gateway.AddWebhook("""{"type":"location"}""");
        await using var device = await MqttClient.Connect(Device(broker));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => device.Publish(Telemetry("truck-1"), At(n)).WaitAsync(Deadline.Short)));

        await gateway.Events.First("the last position", e => e.OccurredMs == AtMs(99));
        await gateway.Settled();
        Assert.Equal(100, gateway.Events.All.Count(e => e.Type == "location"));
    }

    /// <summary>A gateway without an endpoint of its own that is connected, or has tried once in vain.</summary>
    private static async Task<RunningGateway> Start(BrokerSettings broker, LoggedEvents? log = null)
    {
        using var own = log is null ? new LoggedEvents() : null;
        var gateway = await RunningGateway.Start(log: log ?? own, broker: broker);
        await (log ?? own)!.TheFirst(Connected, NoConnection);
        return gateway;
    }

    private static MqttClientOptions Device(MosquittoBroker broker) => new() { Host = "127.0.0.1", Port = broker.Port };

    private static string Telemetry(string vehicle) => $"edgerelay/v1/1/{vehicle}/telemetry";

    private static long AtMs(int second) => FirstMs + (second * 1_000L);

    private static byte[] At(int second, bool ignition = true) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"t":{{AtMs(second)}},"lat":33.4,"lon":{{-112.1 + (second * 0.00035):F6}},"speed_mph":{{60 + second}},"ignition":{{(ignition ? "true" : "false")}}}"""));

    /// <summary>Three vehicles that get faster, with a repeat, an older fix, an array, a heartbeat and an inspection between.</summary>
    private static IEnumerable<(string Topic, byte[] Payload)> Drives()
    {
        foreach (var vehicle in new[] { "a", "b", "c" })
        {
            yield return ($"edgerelay/v1/1/{vehicle}/heartbeat", Encoding.UTF8.GetBytes($$"""{"t":{{AtMs(0)}}}"""));
            for (var second = 0; second < 20; second++)
            {
                yield return (Telemetry(vehicle), At(second, ignition: second > 2));
                if (second == 10)
                {
                    yield return (Telemetry(vehicle), At(second));
                    yield return (Telemetry(vehicle), At(7));
                }
            }
        }
    }

    private static List<(string Type, string Kind, string Vehicle, long OccurredMs)> Told(RunningGateway gateway) =>
        [.. gateway.Events.All.Select(e => (e.Type, e.Kind, e.Vehicle, e.OccurredMs)).Order()];
}
