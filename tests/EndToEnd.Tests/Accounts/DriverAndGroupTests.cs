using System.Globalization;
using System.Text;
using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.EndToEnd.Tests.Accounts;

/// <summary>What a customer says of drivers and groups decides what his webhooks get of a device's messages.</summary>
public sealed class DriverAndGroupTests
{
    private long _ms = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 600_000;

    [Fact]
    public async Task A_tag_that_a_device_reads_becomes_an_event_with_its_driver_from_the_registration_on()
    {
        await using var gateway = await RunningGateway.Start();
        await gateway.AddWebhook("""{"type":"driver_assignment"}""");
        await using var device = await MqttClient.Connect(gateway.Device("truck-7"));

        await Read(device, "A1-B2");
        var unknown = await gateway.Events.First("The unknown tag", e => e.Kind == "assign");
        await gateway.Api.Post("/v1/drivers", """{"id":"D-12","first_name":"Ann","last_name":"Lee","tags":["a1b2"]}""");
        await Read(device, "A1-B2");
        var known = await gateway.Events.First("The driver", e => e.DriverId is not null);

        Assert.Equal((null, null), (unknown.DriverId, unknown.DriverName));
        Assert.Equal(("D-12", "Ann Lee"), (known.DriverId, known.DriverName));
        Assert.Equal(2, gateway.Events.All.Count);
    }

    [Fact]
    public async Task A_webhook_for_a_group_gets_what_its_vehicles_do_while_they_are_in_it()
    {
        await using var gateway = await RunningGateway.Start();
        var group = (await gateway.Api.Post("/v1/groups", """{"name":"North"}""")).GetProperty("id").GetInt64();
        await gateway.AddWebhook($$"""{"type":"speed","mph":70,"groups":[{{group}}]}""");
        await using var device = await MqttClient.Connect(gateway.Device("truck-7"));

        await Speed(device);
        await gateway.Api.Post($"/v1/groups/{group}/vehicles", """{"add":["truck-7"]}""");
        await Speed(device);
        var inside = _ms;
        await gateway.Api.Post($"/v1/groups/{group}/vehicles", """{"remove":["truck-7"]}""");
        await Speed(device);
        await gateway.Settled();

        Assert.Equal([inside], gateway.Events.All.Select(e => e.OccurredMs));
    }

    /// <summary>The tag settles after five seconds of event time.</summary>
    private async Task Read(MqttClient device, string tag)
    {
        await Send(device, $$""" "driver_tag":"{{tag}}" """);
        await Send(device, """ "odo_m":1000 """);
    }

    private Task Speed(MqttClient device) => Send(device, """ "speed_mph":80 """);

    private async Task Send(MqttClient device, string field)
    {
        _ms += 10_000;
        await device.Publish(
            "edgerelay/v1/1/truck-7/telemetry",
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{_ms}},{{field}}}""")));
    }
}
