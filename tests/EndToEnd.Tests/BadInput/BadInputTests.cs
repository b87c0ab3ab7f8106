using System.Globalization;
using System.Text;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>
/// What a broken or hostile device sends is answered, counted and documented; the gateway stays up, and the messages of a bystander
/// on another connection keep arriving.
/// </summary>
public sealed class BadInputTests(BadInputGateway shared) : IClassFixture<BadInputGateway>, IAsyncLifetime
{
    private const string Rejected = "edgerelay_telemetry_rejected_total";
    private const string Refused = "edgerelay.mqtt.connects.refused";
    private const string Ended = "edgerelay.mqtt.disconnects";

    private readonly string _culprit = "culprit-" + Guid.NewGuid().ToString("N");
    private readonly ReasonCounts _before = shared.Counted.Now;
    private string _password = null!;

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private string Topic => $"edgerelay/v1/1/{_culprit}/telemetry";

    public async Task InitializeAsync() => _password = await shared.AddVehicle(_culprit);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("""{"t":""", "bad_json")]
    [InlineData("""not json""", "bad_json")]
    [InlineData("""["text"]""", "bad_json")]
    [InlineData("""{"t":NOW,"speed_mph":NaN}""", "bad_json")]
    [InlineData("""{"t":NOW,"speed_mph":1e999}""", "bad_field")]
    [InlineData("""{"t":NOW,"lat":"north","lon":0}""", "bad_field")]
    [InlineData("""{"t":NOW,"speed_mph":80,"speed_kmh":128}""", "bad_field")]
    [InlineData("""{"speed_mph":80}""", "bad_time")]
    [InlineData("""{"t":"90/02/2032 12:08:07","speed_mph":80}""", "bad_time")]
    [InlineData("""{"t":"2090-01-01T00:00:00Z","speed_mph":80}""", "future_time")]
    [InlineData("""{"t":"1999-01-01T00:00:00Z","speed_mph":80}""", "past_time")]
    public async Task A_message_that_cannot_be_used_is_acknowledged_and_becomes_a_dead_letter(string message, string reason)
    {
        var payload = message.Replace("NOW", NowMs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var device = await Connect();

        await device.Publish(Topic, Encoding.UTF8.GetBytes(payload));

        await AssertDeadLetter(reason, _culprit, Topic);
        await AssertConnectionGoesOn(device);
    }

    [Fact]
    public async Task A_message_to_an_unknown_channel_is_acknowledged_and_becomes_a_dead_letter()
    {
        await using var device = await Connect();

        await device.Publish(Topic + "x", BadInputGateway.Good(NowMs));

        await AssertDeadLetter("unknown_channel", _culprit, Topic + "x");
        await AssertConnectionGoesOn(device);
    }

    [Fact]
    public async Task A_gateways_message_of_an_unknown_vehicle_is_acknowledged_and_becomes_a_dead_letter()
    {
        await using var roof = await MqttClient.Connect(shared.Gateway.Device("roof", RunningGateway.Key));

        await roof.Publish("edgerelay/v1/1/nobody/telemetry", BadInputGateway.Good(NowMs));

        await AssertDeadLetter("unknown_vehicle", "", "edgerelay/v1/1/nobody/telemetry");
        await AssertConnectionGoesOn(roof);
    }

    [Theory]
    [InlineData("edgerelay/v1/1/bystander/telemetry")]
    [InlineData("edgerelay/v1/2/bystander/telemetry")]
    [InlineData("elsewhere")]
    public async Task A_device_that_publishes_to_a_foreign_topic_is_cut_off(string topic)
    {
        await using var device = await Connect();

        await Assert.ThrowsAsync<MqttConnectionClosedException>(() => device.Publish(topic, BadInputGateway.Good(NowMs)));

        Assert.Equal(ReasonCode.NotAuthorized, (await device.Closed.WaitAsync(Deadline.Short)).Reason);
        await AssertCounted(Ended, "NotAuthorized");
        await AssertNothingCameOfIt();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_packet_of_a_megabyte_closes_its_connection(byte version)
    {
        await using var device = await RawDevice.Connect(shared.Gateway.MqttPort, version, _culprit, _password);

        await device.SendUntilClosed(RawDevice.Publish(Topic, new byte[1 << 20]));

        await AssertCounted(Ended, "LimitExceeded");
        await AssertNothingCameOfIt();
    }

    [Fact]
    public async Task Half_a_packet_and_the_end_of_its_connection_leave_nothing_behind()
    {
        var packet = RawDevice.Publish(Topic, BadInputGateway.Good(NowMs));
        await using (var device = await RawDevice.Connect(shared.Gateway.MqttPort, 4, _culprit, _password))
        {
            await device.Send(packet.AsMemory(0, packet.Length / 2));
        }

        await AssertCounted(Ended, "ConnectionLost");
        await AssertNothingCameOfIt();
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var refused = await Assert.ThrowsAsync<MqttConnectRefusedException>(
            () => MqttClient.Connect(shared.Gateway.Device(_culprit, _password + "x", "1")));

        Assert.Equal(ReasonCode.BadUserNameOrPassword, refused.Reason);
        await AssertCounted(Refused, "BadUserNameOrPassword");
        await AssertNothingCameOfIt();
    }

    [Fact]
    public async Task No_credentials_are_refused_where_enrolment_is_not_open()
    {
        var refused = await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(shared.Gateway.Device(_culprit)));

        Assert.Equal(ReasonCode.NotAuthorized, refused.Reason);
        await AssertCounted(Refused, "NotAuthorized");
        await AssertNothingCameOfIt();
    }

    private Task<MqttClient> Connect() => MqttClient.Connect(shared.Gateway.Device(_culprit, _password, "1"));

    private async Task AssertDeadLetter(string reason, string vehicle, string topic)
    {
        var letters = await shared.Gateway.Api.List("/v1/dead-letters?");
        var letter = Assert.Single(letters, l => l.GetProperty("topic").GetString() == topic);
        var documentation = await File.ReadAllTextAsync(Path.Combine(RepoRoot.Path, "docs", "telemetry.md"));

        Assert.Equal((reason, vehicle), (letter.GetProperty("reason").GetString(), letter.GetProperty("vehicle").GetString()));
        await AssertCounted(Rejected, reason);
        Assert.Contains($"`{reason}`", documentation, StringComparison.Ordinal);
        await AssertNothingCameOfIt();
    }

    /// <summary>Once in this test: no more, no less.</summary>
    private async Task AssertCounted(string counter, string reason)
    {
        var wanted = _before.Of(counter, reason) + 1;
        await shared.Counted.Reaches(counter, reason, wanted);
        Assert.Equal(wanted, shared.Counted.Now.Of(counter, reason));
    }

    /// <summary>No event of the culprit, and another device's messages arrive as before.</summary>
    private async Task AssertNothingCameOfIt()
    {
        await shared.AssertBystanderIsHeard();
        await shared.Gateway.Settled();
        Assert.DoesNotContain(shared.Gateway.Events.All, e => e.Vehicle == _culprit);
    }

    /// <summary>The connection that sent what was set aside is still good for what is right.</summary>
    private async Task AssertConnectionGoesOn(MqttClient device)
    {
        await device.Publish(Topic, BadInputGateway.Good(NowMs));

        await shared.Gateway.Events.First("The event after the dead letter", e => e.Vehicle == _culprit);
        await device.Disconnect();
    }
}
