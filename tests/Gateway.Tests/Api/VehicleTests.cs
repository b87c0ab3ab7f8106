using System.Text;
using EdgeRelay.Gateway.Ingest;
using EdgeRelay.Mqtt.Server;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class VehicleTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_vehicle_is_registered_changed_and_shown()
    {
        var made = await gateway.Api.Post("/v1/vehicles", """{"id":"truck 03","label":"Truck 3","timezone":"America/Phoenix"}""");
        var changed = await gateway.Api.Patch("/v1/vehicles/truck%2003", """{"serial_number":"S1","timezone":null}""");

        Assert.Equal(201, made.Status);
        Assert.Equal("/v1/vehicles/truck%2003", made.Headers.Location?.OriginalString);
        Assert.Equal("America/Phoenix", made["timezone"].GetString());
        Assert.Equal("Truck 3", changed["label"].GetString());
        Assert.Equal("S1", changed["serial_number"].GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed["timezone"].ValueKind);
        Assert.Equal(changed.Text, (await gateway.Api.Get("/v1/vehicles/truck%2003")).Text);
    }

    [Fact]
    public async Task An_id_is_given_once()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"twin"}""");

        var second = await gateway.Api.Post("/v1/vehicles", """{"id":"twin"}""");
        var elsewhere = await gateway.Stranger.Post("/v1/vehicles", """{"id":"twin"}""");

        Assert.Equal((409, "already_exists"), (second.Status, second.Code));
        Assert.Equal(201, elsewhere.Status);
        Assert.Equal(204, (await gateway.Stranger.Delete("/v1/vehicles/twin/credentials")).Status);
    }

    [Theory]
    [InlineData("""{"label":"no id"}""", "/id")]
    [InlineData("""{"id":"a/b"}""", "/id")]
    [InlineData("""{"id":"a+"}""", "/id")]
    [InlineData("""{"id":"t1","timezone":"Mars/Olympus"}""", "/timezone")]
    [InlineData("""{"id":"t2","label":""}""", "/label")]
    [InlineData("""{"id":"t3","on_bad_time":"guess"}""", "/on_bad_time")]
    public async Task A_vehicle_with_a_fault_is_refused(string body, string pointer)
    {
        var answer = await gateway.Api.Post("/v1/vehicles", body);

        Assert.Equal((422, "parameter_out_of_range"), (answer.Status, answer.Code));
        Assert.Equal(pointer, answer["errors"][0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_device_without_a_clock_is_marked_as_such()
    {
        var made = await gateway.Api.Post("/v1/vehicles", """{"id":"clockless","on_bad_time":"use_received"}""");
        var changed = await gateway.Api.Patch("/v1/vehicles/clockless", """{"on_bad_time":null}""");

        Assert.Equal("use_received", made["on_bad_time"].GetString());
        Assert.Equal("reject", changed["on_bad_time"].GetString());
    }

    [Fact]
    public async Task The_id_cannot_be_changed()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"fixed"}""");

        var answer = await gateway.Api.Patch("/v1/vehicles/fixed", """{"id":"other"}""");

        Assert.Equal((422, "parameter_out_of_range"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_state_of_a_vehicle_that_never_reported_is_unknown()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"silent"}""");

        var state = await gateway.Api.Get("/v1/vehicles/silent/state");

        Assert.Equal(200, state.Status);
        Assert.Equal("silent", state["id"].GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, state["latitude"].ValueKind);
        Assert.Equal(404, (await gateway.Api.Get("/v1/vehicles/nobody/state")).Status);
        Assert.Equal(404, (await gateway.Stranger.Get("/v1/vehicles/silent/state")).Status);
    }

    [Fact]
    public async Task A_credential_lets_the_device_in_until_it_is_removed()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"device"}""");

        var made = await gateway.Api.Post("/v1/vehicles/device/credentials");

        Assert.Equal(201, made.Status);
        Assert.True(made.Headers.CacheControl?.NoStore);
        var request = new ConnectRequest
        {
            ClientId = made["client_id"].GetString()!,
            UserName = made["username"].GetString(),
            Password = Encoding.UTF8.GetBytes(made["password"].GetString()!),
            ProtocolVersion = 5,
        };
        var credentials = gateway.Host.Services.GetRequiredService<DeviceCredentials>();
        Assert.NotNull(await credentials.Identify(request, default));
        Assert.Null(await credentials.Identify(request with { ClientId = "other" }, default));
        Assert.Equal(204, (await gateway.Api.Delete("/v1/vehicles/device/credentials")).Status);
        Assert.Null(await credentials.Identify(request, default));
    }

    [Fact]
    public async Task Credentials_are_bounded_and_for_vehicles_that_exist()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"many"}""");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(201, (await gateway.Api.Post("/v1/vehicles/many/credentials")).Status);
        }

        var eleventh = await gateway.Api.Post("/v1/vehicles/many/credentials");

        Assert.Equal((422, "limit_exceeded"), (eleventh.Status, eleventh.Code));
        Assert.Equal(404, (await gateway.Api.Post("/v1/vehicles/none/credentials")).Status);
        Assert.Equal(404, (await gateway.Api.Delete("/v1/vehicles/none/credentials")).Status);
        Assert.Equal(404, (await gateway.Api.Get("/v1/vehicles/none")).Status);
        Assert.Equal(404, (await gateway.Api.Patch("/v1/vehicles/none", "{}")).Status);
    }
}
