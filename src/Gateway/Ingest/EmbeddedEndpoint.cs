using System.Globalization;
using System.Text;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Our own MQTT endpoint as a telemetry source: who may connect, and where each PUBLISH goes.</summary>
internal sealed partial class EmbeddedEndpoint(
    DeviceCredentials credentials,
    TelemetryIntake intake,
    Lanes lanes,
    OwnPort port,
    MqttSettings settings,
    TimeProvider clock,
    ILogger<EmbeddedEndpoint> logger)
    : IMqttApplication, ITelemetrySource
{
    // A topic in the log names the mistake; a stranger's longest one is not wanted there.
    private const int LoggedTopicBytes = 100;

    // A stranger can be refused as often as it likes; the endpoint's counters have every one.
    private readonly LogBudget _refusals = new(clock);

    public string Name => "mqtt";

    public ValueTask<string?> WhyNot(CancellationToken cancellation) => port.WhyNot(cancellation);

    public async ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation)
    {
        if (await credentials.Identify(request, cancellation) is { } identity)
        {
            intake.Connected(identity);
            return new ConnectVerdict.Accepted(identity)
            {
                Scope = identity.SessionScope,
                Account = identity.AccountId.ToString(CultureInfo.InvariantCulture),
                IsDevice = identity.VehicleId is not null,
            };
        }

        if (request.Password.IsEmpty)
        {
            return new ConnectVerdict.Refused(request.ClientCertificate is null ? WithoutPassword(request) : WrongCertificate(request));
        }

        if (_refusals.Allows())
        {
            WrongCredentials(logger, request.ClientId);
        }

        return new ConnectVerdict.Refused(ReasonCode.BadUserNameOrPassword);
    }

    public bool MayPublish(object client, ReadOnlySpan<byte> topic)
    {
        var identity = (DeviceIdentity)client;
        if (topic.StartsWith(identity.TopicPrefix.Span))
        {
            return true;
        }

        Say(identity, topic);
        return false;
    }

    public ReasonCode MaySubscribe(object client, string filter)
    {
        // The prefix has no wildcard, so that a filter below it matches nothing outside.
        var identity = (DeviceIdentity)client;
        if (filter.StartsWith(identity.TopicPrefixText, StringComparison.Ordinal)
            || (identity.IsOperator && filter.StartsWith("$SYS/", StringComparison.Ordinal)))
        {
            return ReasonCode.Success;
        }

        if (_refusals.Allows())
        {
            var shown = filter.Length > LoggedTopicBytes ? filter[..LoggedTopicBytes] + "…" : filter;
            ForeignFilter(logger, identity.AccountId, identity.VehicleId, shown, identity.TopicPrefixText);
        }

        return ReasonCode.NotAuthorized;
    }

    public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket)
    {
        switch (intake.Take((DeviceIdentity)client, publish.Topic, publish.Payload, ticket))
        {
            case IntakeVerdict.Taken:
                return PublishVerdict.Taken;
            case IntakeVerdict.Busy:
                return PublishVerdict.Busy;
            default:
                Say((DeviceIdentity)client, publish.Topic);
                return PublishVerdict.NotAuthorized;
        }
    }

    public ValueTask WaitForRoom(object client, CancellationToken cancellation) =>
        ((DeviceIdentity)client).Awaited is { } vehicle ? new(lanes.WaitForRoom(vehicle).WaitAsync(cancellation)) : default;

    public void Disconnected(object client, DisconnectReason reason)
    {
        // Nothing is held for a connection; its end is counted by the endpoint.
    }

    private ReasonCode WithoutPassword(ConnectRequest request)
    {
        var nameless = settings.OpenEnrollment && request.UserName is null;
        if (_refusals.Allows())
        {
            if (nameless)
            {
                NoClientId(logger);
            }
            else if (settings.OpenEnrollment)
            {
                NoPassword(logger, request.ClientId);
            }
            else
            {
                NoCredentials(logger, request.ClientId);
            }
        }

        return nameless ? ReasonCode.ClientIdentifierNotValid : ReasonCode.NotAuthorized;
    }

    private ReasonCode WrongCertificate(ConnectRequest request)
    {
        if (_refusals.Allows())
        {
            ForeignCertificate(logger, request.ClientId);
        }

        return ReasonCode.NotAuthorized;
    }

    private void Say(DeviceIdentity identity, ReadOnlySpan<byte> topic)
    {
        if (_refusals.Allows())
        {
            var shown = Encoding.UTF8.GetString(topic[..Math.Min(topic.Length, LoggedTopicBytes)]) + (topic.Length > LoggedTopicBytes ? "…" : "");
            ForeignTopic(logger, identity.AccountId, identity.VehicleId, shown, identity.TopicPrefixText);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning,
        "Device {ClientId} was refused: it sent no credentials and open enrolment is off (setting Mqtt:OpenEnrollment)")]
    private static partial void NoCredentials(ILogger logger, string clientId);

    [LoggerMessage(1104, LogLevel.Warning,
        "A device without a client id was refused: open enrolment takes the client id as the vehicle's id (mosquitto_pub -i truck-7)")]
    private static partial void NoClientId(ILogger logger);

    [LoggerMessage(1105, LogLevel.Warning,
        "Device {ClientId} was refused: it sent a user name without a password; open enrolment takes neither, a credential needs both")]
    private static partial void NoPassword(ILogger logger, string clientId);

    [LoggerMessage(1107, LogLevel.Warning,
        "Device {ClientId} was refused: its certificate does not name it (CN or a DNS name), or there is no such vehicle in the account that certificates " +
        "are for (settings Mqtt:Tls:ClientAccount and ClientEnrollment)")]
    private static partial void ForeignCertificate(ILogger logger, string clientId);

    [LoggerMessage(1102, LogLevel.Warning, "Device {ClientId} was refused: its credentials are not right")]
    private static partial void WrongCredentials(ILogger logger, string clientId);

    [LoggerMessage(1103, LogLevel.Warning,
        "Device {Account}/{Vehicle} was cut off: it published to {Topic}, which is not its own; its topics begin with {Prefix}")]
    private static partial void ForeignTopic(ILogger logger, long account, string? vehicle, string topic, string prefix);

    [LoggerMessage(1106, LogLevel.Warning,
        "Device {Account}/{Vehicle} may not subscribe to {Filter}, which is not its own; its filters begin with {Prefix}")]
    private static partial void ForeignFilter(ILogger logger, long account, string? vehicle, string filter, string prefix);
}
