using System.Globalization;
using System.Text;
using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>A gateway without open enrolment, and a device that is connected to it all the time and does nothing wrong.</summary>
public sealed class BadInputGateway : IAsyncLifetime, IDisposable
{
    private const string Bystander = "bystander";

    private MqttClient _bystander = null!;
    private long _bystanderMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 300_000;

    internal CountedReasons Counted { get; } = new();

    internal LoggedEvents Log { get; } = new();

    internal RunningGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Gateway = await RunningGateway.Start(openEnrollment: false, log: Log);
        await Gateway.AddWebhook("""{"type":"speed","mph":70}""");
        _bystander = await MqttClient.Connect(Gateway.Device(Bystander, await AddVehicle(Bystander), "1"));
        await AssertBystanderIsHeard();
    }

    public async Task DisposeAsync()
    {
        await _bystander.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    public void Dispose()
    {
        Counted.Dispose();
        Log.Dispose();
    }

    /// <returns>What the vehicle's device connects with.</returns>
    internal async Task<string> AddVehicle(string id)
    {
        await Gateway.Api.Post("/v1/vehicles", $$"""{"id":"{{id}}"}""");
        return (await Gateway.Api.Post($"/v1/vehicles/{id}/credentials")).GetProperty("password").GetString()!;
    }

    /// <summary>A message that fires the webhook.</summary>
    internal static byte[] Good(long timeMs) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{timeMs}},"lat":33.4,"lon":-112.1,"speed_mph":80}"""));

    /// <summary>One more message of the bystander, on the connection that it has had from the start, is acknowledged, and its event arrives.</summary>
    internal async Task AssertBystanderIsHeard()
    {
        _bystanderMs += 1_000;
        await _bystander.Publish($"edgerelay/v1/1/{Bystander}/telemetry", Good(_bystanderMs));

        await Gateway.Events.First("The bystander's event", e => e.Vehicle == Bystander && e.OccurredMs == _bystanderMs);
    }
}
