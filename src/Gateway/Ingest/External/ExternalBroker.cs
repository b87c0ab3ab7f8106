using System.Buffers;
using System.Text;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>
/// A broker elsewhere as a telemetry source: a persistent session, QoS 1, and an acknowledgement for each message when its commit is synced. What is
/// not acknowledged when the connection ends comes again with the next one, which derived ids make harmless.
/// </summary>
/// <remarks>
/// One loop connects, subscribes and takes messages in their order; a full lane stops it, then the queue of the client is full, then the broker
/// holds the rest back. At the stop it takes no more and waits a while for what it has taken.
/// </remarks>
internal sealed partial class ExternalBroker(
    BrokerSettings settings,
    TelemetryIntake intake,
    Lanes lanes,
    AccountBooks books,
    ConfigurationWriter writer,
    BrokerMeters meters,
    TimeProvider clock,
    ILogger<ExternalBroker> logger)
    : BackgroundService, ITelemetrySource
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    /// <summary>A connection that stood so long, or brought a message, was of use: trouble after it begins with the shortest wait.</summary>
    private static readonly TimeSpan UsefulAfter = TimeSpan.FromSeconds(30);

    private readonly BrokerConnector _connector = new(settings, clock);
    private readonly TopicIdentities _identities = new(books, settings.RegisterVehicles);
    private readonly ReconnectDelay _delay = new(
        TimeSpan.FromMilliseconds(settings.ReconnectMilliseconds), TimeSpan.FromSeconds(settings.ReconnectMaximumSeconds), Random.Shared.NextDouble);

    private volatile string? _whyNot = "not connected yet";

    public string Name => "broker";

    public ValueTask<string?> WhyNot(CancellationToken cancellation) => new(_whyNot);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var clientId = settings.ClientId.Length > 0 ? settings.ClientId : await OwnClientId().WaitAsync(stoppingToken);
            while (true)
            {
                var trouble = await ConnectedOrFailed(clientId, stoppingToken);
                var wait = _delay.Next();
                Down(trouble, wait);
                await Task.Delay(wait, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _whyNot = "stopping";
        }
    }

    /// <summary>
    /// What nobody foresaw ends the connection and no more: the gateway has other work, and what was not acknowledged comes again.
    /// </summary>
    private async Task<string> ConnectedOrFailed(string clientId, CancellationToken stopping)
    {
        try
        {
            return await Connected(clientId, stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            meters.Connected = false;
            Failed(logger, settings.Url, error);
            return $"the gateway failed: {error.Message}";
        }
    }

    /// <summary>One connection, from its first byte to its last.</summary>
    /// <returns>Why it is over.</returns>
    private async Task<string> Connected(string clientId, CancellationToken stopping)
    {
        MqttClient client;
        try
        {
            client = await _connector.Connect(clientId, stopping);
        }
        catch (Exception error) when (BrokerTrouble.Of(error) is { } trouble)
        {
            meters.Tried(succeeded: false);
            return trouble;
        }

        meters.Tried(succeeded: true);
        await using (client)
        {
            var started = clock.GetTimestamp();

            // Beside it, because what the broker still has for the session comes before its answer.
            var subscribing = Subscribe(client);
            var taken = await TakeAll(client, stopping);
            if (taken > 0 || clock.GetElapsedTime(started) >= UsefulAfter)
            {
                _delay.Reset();
            }

            var refused = await subscribing;
            meters.Connected = false;
            return refused ?? BrokerTrouble.Of(await client.Closed);
        }
    }

    /// <returns>Why the subscription cannot be had, and then the connection is over; null when the connection ended for another reason.</returns>
    private async Task<string?> Subscribe(MqttClient client)
    {
        byte granted;
        try
        {
            granted = await client.Subscribe(settings.TopicFilter);
        }
        catch (MqttConnectionClosedException)
        {
            return null;
        }

        if (granted >= 0x80)
        {
            await client.Disconnect();
            return $"it refused the subscription to {settings.TopicFilter} (0x{granted:X2}): is the gateway's user allowed to read it " +
                "(EDGERELAY__MQTT__BROKER__TOPICFILTER)?";
        }

        if (granted == 0)
        {
            Unsafe(logger, settings.Url, settings.TopicFilter);
        }

        _whyNot = null;
        meters.Connected = true;
        Up(logger, settings.Url, settings.TopicFilter, client.SessionPresent);
        return null;
    }

    /// <returns>How many messages were taken until the connection ended.</returns>
    private async Task<long> TakeAll(MqttClient client, CancellationToken stopping)
    {
        var taken = 0L;
        try
        {
            await foreach (var message in client.Received.ReadAllAsync(stopping))
            {
                if (client.Closed.IsCompleted)
                {
                    // It comes again: nothing is won by taking it twice.
                    break;
                }

                await Take(message, stopping);
                taken++;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Leave(client);
            throw;
        }

        return taken;
    }

    private async ValueTask Take(MqttMessage message, CancellationToken stopping)
    {
        var topic = Encoding.UTF8.GetBytes(message.Topic);
        if (topic.AsSpan().EndsWith("/cmd"u8))
        {
            // What is meant for devices, seen because the filter covers it.
            message.Ticket.Complete();
            return;
        }

        var identity = _identities.Of(topic);
        while (intake.Take(identity, topic, new ReadOnlySequence<byte>(message.Payload), message.Ticket) == IntakeVerdict.Busy)
        {
            await lanes.WaitForRoom(identity.Awaited!).WaitAsync(stopping);
        }
    }

    /// <summary>What is taken is committed and acknowledged before the connection goes; what is not in time comes again.</summary>
    private async Task Leave(MqttClient client)
    {
        await Task.WhenAny(client.Settled(), Task.Delay(StopGrace, clock));
        await client.Disconnect();
    }

    /// <summary>Of the data directory: a restart finds its session again, and a copy of the program with data of its own has another.</summary>
    private async Task<string> OwnClientId()
    {
        var number = await writer.Write(core =>
        {
            if (core.Meta.Find(MetaRow.BrokerClientNumber) is { } row)
            {
                return row.Value;
            }

            var made = Random.Shared.NextInt64();
            core.Meta.Add(new MetaRow { Name = MetaRow.BrokerClientNumber, Value = made });
            return made;
        });
        return $"edgerelay-{number:x16}";
    }

    private void Down(string trouble, TimeSpan wait)
    {
        _whyNot = $"{settings.Url}: {trouble}";
        NoConnection(logger, settings.Url, trouble, wait.TotalSeconds);
    }

    [LoggerMessage(1130, LogLevel.Information, "Takes telemetry from the broker {Url}, filter {Filter}; session there before: {SessionPresent}")]
    private static partial void Up(ILogger logger, string url, string filter, bool sessionPresent);

    // As often as is tried, which the growing waits bound.
    [LoggerMessage(1131, LogLevel.Warning, "No connection to the broker {Url}: {Trouble}. Next try in {Seconds:0.0} s")]
    private static partial void NoConnection(ILogger logger, string url, string trouble, double seconds);

    [LoggerMessage(1132, LogLevel.Warning,
        "The broker {Url} grants QoS 0 for {Filter}: what it sends is not acknowledged, and lost when the gateway is away")]
    private static partial void Unsafe(ILogger logger, string url, string filter);

    [LoggerMessage(1133, LogLevel.Error, "Telemetry from the broker {Url} could not be taken; the connection is closed, and what was not acknowledged comes again")]
    private static partial void Failed(ILogger logger, string url, Exception error);
}
