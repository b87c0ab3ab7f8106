using System.Diagnostics;
using System.Text.Json;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Relay;
using EdgeRelay.Relay.Mail;
using EdgeRelay.Rules;
using EdgeRelay.Simulator.Commands;
using EdgeRelay.Simulator.Sending;
using EdgeRelay.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>A whole gateway on free ports with a data folder of its own, and a receiver that takes what its webhooks send.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public const string Key = "er_test0000_0123456789abcdef";

    private readonly TemporaryFolder _folder;
    private readonly GatewayHost _host;
    private readonly WebhookReceiver _receiver;

    private RunningGateway(TemporaryFolder folder, GatewayHost host, WebhookReceiver receiver, DeliveredEvents events)
    {
        _folder = folder;
        _host = host;
        _receiver = receiver;
        Events = events;
        Api = new GatewayApi(host.HttpAddress, Key);
    }

    public DeliveredEvents Events { get; }

    public GatewayApi Api { get; }

    public string ReceiverUrl => _receiver.Url.ToString();

    public string MqttAddress => _host.MqttAddress!;

    public int MqttPort => new Uri(MqttAddress).Port;

    public int MqttTlsPort => new Uri(_host.MqttTlsAddress!).Port;

    public int HttpPort => new Uri(_host.HttpAddress).Port;

    /// <param name="log">Gets the gateway's log; null throws it away.</param>
    /// <param name="roads">Folder of imported roads; empty has none.</param>
    /// <param name="smtp">The mail server; null for none.</param>
    /// <param name="tls">The TLS listener; null for none.</param>
    /// <param name="broker">Where telemetry comes from instead of an endpoint of its own; null for that.</param>
    public static async Task<RunningGateway> Start(
        RuleProfile profile = RuleProfile.Standard,
        bool openEnrollment = true,
        ILoggerProvider? log = null,
        string roads = "",
        SmtpSettings? smtp = null,
        MqttTlsSettings? tls = null,
        Gateway.Settings.BrokerSettings? broker = null)
    {
        var folder = new TemporaryFolder();
        var events = new DeliveredEvents();
        var receiver = await WebhookReceiver.StartAsync(keepsRequests: false);
        receiver.Script = events.Take;
        var settings = new GatewaySettings
        {
            Data = new DataSettings { Directory = folder.Path },
            Http = new HttpSettings { Port = 0 },
            Mqtt = new MqttSettings
            {
                Listen = broker is null,
                Port = 0,
                OpenEnrollment = openEnrollment,
                // Recorded days are sent in seconds.
                Limits = new MqttLimits { MessagesPerSecond = 0, BytesPerSecond = 0 },
                Tls = tls ?? new MqttTlsSettings(),
                Broker = broker ?? new Gateway.Settings.BrokerSettings(),
            },
            Admin = new AdminSettings { ApiKey = Key },
            Rules = new RulesSettings { Profile = profile },
            Roads = new RoadsSettings { Directory = roads },
            Relay = new RelaySettings { AllowHttp = true, AllowPrivateCidrs = "127.0.0.1/32", TrustedHosts = "127.0.0.1" },
            Smtp = smtp ?? new SmtpSettings(),
        };
        var host = await GatewayHost.Start(settings, logging => logging.Services.AddSingleton(log ?? NullLoggerProvider.Instance));
        return new RunningGateway(folder, host, receiver, events);
    }

    /// <summary>Makes a webhook to the receiver and switches it on.</summary>
    /// <param name="triggers">Such as <c>{"type":"idle","min_s":300}</c>; several with commas between.</param>
    /// <returns>Its id.</returns>
    public async Task<long> AddWebhook(string triggers)
    {
        var made = await Api.Post(
            "/v1/webhooks", $$"""{"name":"test","url":"{{_receiver.Url}}","enabled":true,"triggers":[{{triggers}}]}""");
        return made.GetProperty("id").GetInt64();
    }

    public MqttClientOptions Device(string clientId, string? password = null, string? userName = null) => new()
    {
        Host = "127.0.0.1",
        Port = MqttPort,
        ClientId = clientId,
        UserName = userName,
        Password = password is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(password),
    };

    /// <summary>Waits until the gateway says that it is not ready, and says why.</summary>
    public async Task<string> NotReady()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            // Each question is a request of its own, and takes time.
            var (ready, why) = await Api.Ready();
            if (!ready)
            {
                return why;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline.Short, "It stays ready: " + why);
        }
    }

    /// <summary>Runs the simulator against the gateway, and wants every message acknowledged.</summary>
    /// <returns>Its summary, as <c>--output json</c> gives it.</returns>
    public async Task<JsonElement> Simulate(params string[] arguments)
    {
        using var summary = new StringWriter();
        using var talk = new StringWriter();

        var status = await EdgeSim.Run(
            [.. arguments, "--broker", MqttAddress, "--output", "json"],
            new Surroundings { Clock = TimeProvider.System, Out = summary, Talk = talk, Connect = MqttFleet.Connect });

        Assert.True(status == ExitCode.Ok, $"The simulator ended with {status}: {talk} {summary}");
        var figures = JsonDocument.Parse(summary.ToString()).RootElement;
        Assert.Equal(figures.GetProperty("planned").GetInt64(), figures.GetProperty("acknowledged").GetInt64());
        return figures;
    }

    /// <summary>
    /// Waits until the receiver has all that acknowledged telemetry caused: events are committed before the acknowledgement, so the webhooks'
    /// totals are final here; as many requests must arrive, and then no queue may hold anything.
    /// </summary>
    /// <returns>Requests in all.</returns>
    public async Task<int> Settled()
    {
        var total = (int)(await Api.List("/v1/webhooks?")).Sum(w => w.GetProperty("total_messages").GetInt64());
        await _receiver.WaitForAsync(total, Deadline.Long);
        var started = Stopwatch.GetTimestamp();
        while ((await Api.List("/v1/webhooks?")).Any(w => w.GetProperty("queue_depth").GetInt64() > 0))
        {
            // What was answered leaves the queue with its outcome's commit; each question is a request of its own, and takes time.
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline.Short, "All requests arrived, but a queue is not empty.");
        }

        Assert.Equal(total, _receiver.Count);
        return total;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }
}
