using EdgeRelay.Relay;
using EdgeRelay.Relay.Mail;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Everything that can be set, one record per section of <c>appsettings.json</c>; environment names begin with <c>EDGERELAY__</c>.</summary>
public sealed record GatewaySettings
{
    public MqttSettings Mqtt { get; init; } = new();

    public HttpSettings Http { get; init; } = new();

    public DataSettings Data { get; init; } = new();

    public AdminSettings Admin { get; init; } = new();

    public RulesSettings Rules { get; init; } = new();

    public RoadsSettings Roads { get; init; } = new();

    public VehicleSettings Vehicles { get; init; } = new();

    public InboxSettings Inbox { get; init; } = new();

    public RelaySettings Relay { get; init; } = new();

    public SmtpSettings Smtp { get; init; } = new();
}
