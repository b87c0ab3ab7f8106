using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Our own MQTT endpoint as a telemetry source: who may connect, and where each PUBLISH goes.</summary>
internal sealed partial class EmbeddedEndpoint(
    DeviceCredentials credentials, TelemetryIntake intake, Lanes lanes, TimeProvider clock, ILogger<EmbeddedEndpoint> logger) : IMqttApplication
{
    // A stranger can be refused as often as it likes; the endpoint's counters have every one.
    private readonly LogBudget _refusals = new(clock);

    public async ValueTask<ConnectVerdict> Connect(ConnectRequest request, CancellationToken cancellation)
    {
        if (await credentials.Identify(request, cancellation) is { } identity)
        {
            intake.Connected(identity);
            return new ConnectVerdict.Accepted(identity);
        }

        if (request.Password.IsEmpty)
        {
            if (_refusals.Allows())
            {
                NoCredentials(logger, request.ClientId);
            }

            return new ConnectVerdict.Refused(ReasonCode.NotAuthorized);
        }

        if (_refusals.Allows())
        {
            WrongCredentials(logger, request.ClientId);
        }

        return new ConnectVerdict.Refused(ReasonCode.BadUserNameOrPassword);
    }

    public bool MayPublish(object client, ReadOnlySpan<byte> topic) =>
        topic.StartsWith(((DeviceIdentity)client).TopicPrefix.Span);

    public PublishVerdict Publish(object client, in IncomingPublish publish, AckTicket ticket) =>
        intake.Take((DeviceIdentity)client, publish.Topic, publish.Payload, ticket) switch
        {
            IntakeVerdict.Taken => PublishVerdict.Taken,
            IntakeVerdict.Busy => PublishVerdict.Busy,
            _ => PublishVerdict.NotAuthorized,
        };

    public ValueTask WaitForRoom(CancellationToken cancellation) => new(lanes.WaitForRoom().WaitAsync(cancellation));

    public void Disconnected(object client, DisconnectReason reason)
    {
        if (reason == DisconnectReason.NotAuthorized && _refusals.Allows())
        {
            ForeignTopic(logger, ((DeviceIdentity)client).AccountId, ((DeviceIdentity)client).VehicleId);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning,
        "Device {ClientId} was refused: it sent no credentials and open enrolment is off (setting Mqtt:OpenEnrollment)")]
    private static partial void NoCredentials(ILogger logger, string clientId);

    [LoggerMessage(1102, LogLevel.Warning, "Device {ClientId} was refused: its credentials are not right")]
    private static partial void WrongCredentials(ILogger logger, string clientId);

    [LoggerMessage(1103, LogLevel.Warning, "Device {Account}/{Vehicle} was cut off: it published to a topic that is not its own")]
    private static partial void ForeignTopic(ILogger logger, long account, string? vehicle);
}
