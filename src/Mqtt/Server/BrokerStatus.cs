using System.Globalization;
using System.Reflection;
using System.Text;
using EdgeRelay.Mqtt.Broker;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Tells how the endpoint is, below <c>$SYS/broker/</c>, at equal intervals, to those of its subscribers whom the host lets read there. Nobody can publish
/// there, and no wildcard at the root matches it (MQTT-4.7.2-1).
/// </summary>
internal sealed class BrokerStatus : IDisposable
{
    /// <summary>What all its topics begin with, and the publisher of them all: no client's identity looks so.</summary>
    public const string Root = "$SYS/";

    /// <summary>Topics that it tells at most.</summary>
    public const int MostTopics = 16;

    /// <summary>Bytes of them.</summary>
    public const int MostBytes = 16_384;

    private static readonly string Version = typeof(BrokerStatus).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly MqttServer _server;
    private readonly long _startedAt;
    private readonly ITimer? _timer;

    public BrokerStatus(MqttServer server)
    {
        _server = server;
        _startedAt = server.Clock.GetTimestamp();
        var seconds = server.Limits.StatusIntervalSeconds;
        var period = TimeSpan.FromSeconds(seconds);
        _timer = seconds == 0 ? null : server.Clock.CreateTimer(static state => ((BrokerStatus)state!).Publish(), this, TimeSpan.Zero, period);
    }

    public void Dispose() => _timer?.Dispose();

    private void Publish()
    {
        Tell("version", "EdgeRelay " + Version);
        Tell("uptime", $"{(long)_server.Clock.GetElapsedTime(_startedAt).TotalSeconds} seconds");
        Tell("clients/connected", Text(_server.Registry.Clients));
        Tell("messages/received", Text(_server.Metrics.MessagesReceived));
        Tell("messages/sent", Text(_server.Metrics.MessagesSent));
        Tell("subscriptions/count", Text(_server.Router.Subscriptions));
        Tell("retained messages/count", Text(_server.Router.Retained));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Tell(string topic, string value)
    {
        // Kept, so that a new subscriber need not wait for the next time. What finds no room is told again soon.
        _server.Router.TryRoute(BrokerMessage.Of(
            Encoding.UTF8.GetBytes(Root + "broker/" + topic),
            Encoding.UTF8.GetBytes(value),
            [],
            QualityOfService.AtMostOnce,
            true,
            Root,
            null,
            _server.Clock));
    }
}
