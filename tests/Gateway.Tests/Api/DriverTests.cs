using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class DriverTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_driver_is_registered_changed_and_shown()
    {
        var made = await gateway.Api.Post(
            "/v1/drivers", """{"id":"D 12","first_name":"Ann","last_name":"Lee","email":"ann@example.com","tags":["a2 00-00:00 01 b8 1c 02","ab12"]}""");
        var changed = await gateway.Api.Patch("/v1/drivers/D%2012", """{"phone":"+1 480 555 0112","email":null}""", made.ETag);

        Assert.Equal(201, made.Status);
        Assert.Equal("/v1/drivers/D%2012", made.Headers.Location?.OriginalString);
        Assert.Equal("""["021CB801000000A2","AB12"]""", made["tags"].GetRawText());
        Assert.Equal("+1 480 555 0112", changed["phone"].GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed["email"].ValueKind);
        Assert.Equal("Ann", changed["first_name"].GetString());
        Assert.Equal(changed.Text, (await gateway.Api.Get("/v1/drivers/D%2012")).Text);
        Assert.Equal(412, (await gateway.Api.Delete("/v1/drivers/D%2012", made.ETag)).Status);
        Assert.Equal(204, (await gateway.Api.Delete("/v1/drivers/D%2012", changed.ETag)).Status);
        Assert.Equal(404, (await gateway.Api.Get("/v1/drivers/D%2012")).Status);
    }

    [Theory]
    [InlineData("""{"first_name":"no id"}""", 422, "parameter_out_of_range", "/id")]
    [InlineData("""{"id":"a/b"}""", 422, "parameter_out_of_range", "/id")]
    [InlineData("""{"id":"f1","email":"nobody"}""", 422, "parameter_out_of_range", "/email")]
    [InlineData("""{"id":"f2","tags":["1234","00-00"]}""", 422, "parameter_out_of_range", "/tags/1")]
    [InlineData("""{"id":"f3","tags":[null]}""", 422, "parameter_out_of_range", "/tags/0")]
    [InlineData("""{"id":"f4","tags":["1","2","3","4","5","6","7","8","9"]}""", 422, "parameter_out_of_range", "/tags")]
    [InlineData("""{"id":"f5","tag":"1"}""", 400, "unknown_field", "/tag")]
    public async Task A_driver_with_a_fault_is_refused(string body, int status, string code, string pointer)
    {
        var answer = await gateway.Api.Post("/v1/drivers", body);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(pointer, answer["errors"][0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task An_id_is_given_once_and_cannot_be_changed()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"only"}""");

        var second = await gateway.Api.Post("/v1/drivers", """{"id":"only"}""");
        var changed = await gateway.Api.Patch("/v1/drivers/only", """{"id":"other"}""");

        Assert.Equal((409, "already_exists"), (second.Status, second.Code));
        Assert.Equal((422, "parameter_out_of_range"), (changed.Status, changed.Code));
        Assert.Equal(201, (await gateway.Stranger.Post("/v1/drivers", """{"id":"only"}""")).Status);
    }

    [Fact]
    public async Task A_tag_is_one_drivers_of_the_account_until_he_gives_it_up()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"has it","tags":["BADGE 1"]}""");
        await gateway.Api.Post("/v1/drivers", """{"id":"wants it"}""");

        var refused = await gateway.Api.Patch("/v1/drivers/wants%20it", """{"tags":["X1","badge-1"]}""");
        var elsewhere = await gateway.Stranger.Post("/v1/drivers", """{"id":"has it too","tags":["BADGE1"]}""");
        await gateway.Api.Patch("/v1/drivers/has%20it", """{"tags":[]}""");
        var taken = await gateway.Api.Patch("/v1/drivers/wants%20it", """{"tags":["X1","badge-1"]}""");

        Assert.Equal((409, "already_exists"), (refused.Status, refused.Code));
        Assert.Equal("/tags/1", refused["errors"][0].GetProperty("pointer").GetString());
        Assert.Contains("has it", refused["detail"].GetString(), StringComparison.Ordinal);
        Assert.Equal(201, elsewhere.Status);
        Assert.Equal("""["X1","BADGE1"]""", taken["tags"].GetRawText());
    }

    [Fact]
    public async Task A_tag_is_its_owners_for_what_is_received_from_the_change_on()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"first","tags":["SHARED1"]}""");
        var handed = NowMs();
        await gateway.Api.Delete("/v1/drivers/first");
        await gateway.Api.Post("/v1/drivers", """{"id":"second","tags":["SHARED1"]}""");

        Assert.Equal("second", Tags.FindByTag("SHARED1"));
        Assert.Equal("first", Tags.FindByTag("SHARED1", handed));
        Assert.Null(Tags.FindByTag("SHARED1", handed - 60_000));
        using var anew = new AccountBooks(
            gateway.Host.Services.GetRequiredService<CoreDatabase>(), new RulesSettings(), TimeProvider.System);
        anew.LoadAll();
        Assert.Equal("first", anew.Cell(1).Book.Rules.Drivers.FindByTag("SHARED1", handed));
        Assert.Equal("second", anew.Cell(1).Book.Rules.Drivers.FindByTag("SHARED1"));
    }

    [Fact]
    public async Task Events_name_the_driver_as_he_is_called_now()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"named","first_name":"Before"}""");
        await gateway.Api.Patch("/v1/drivers/named", """{"first_name":"After"}""");

        Assert.Equal("After", gateway.Host.Services.GetRequiredService<AccountBooks>().Cell(1).Book.Configuration.Drivers.Names.Find("named").FirstName);
        await gateway.Api.Delete("/v1/drivers/named");
        Assert.Equal(
            DriverProfile.Unknown, gateway.Host.Services.GetRequiredService<AccountBooks>().Cell(1).Book.Configuration.Drivers.Names.Find("named"));
    }

    [Fact]
    public async Task Drivers_are_listed_page_by_page_and_found_by_name_and_by_tag()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"listed-b","last_name":"Listerson","tags":["LIST 2"]}""");
        await gateway.Api.Post("/v1/drivers", """{"id":"listed-a","last_name":"Listerson"}""");

        var page = await gateway.Api.Get("/v1/drivers?q=Listerson&limit=1");
        var rest = await gateway.Api.Get($"/v1/drivers?q=Listerson&limit=1&cursor={page["next_cursor"].GetString()}");
        var byTag = await gateway.Api.Get("/v1/drivers?tag=list-2");

        Assert.Equal("listed-a", page["data"][0].GetProperty("id").GetString());
        Assert.Equal("listed-b", rest["data"][0].GetProperty("id").GetString());
        Assert.False(rest["has_more"].GetBoolean());
        Assert.Equal("listed-b", Assert.Single(byTag["data"].EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await gateway.Api.Get("/v1/drivers?tag=nobodys"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Another_accounts_driver_is_not_there()
    {
        await gateway.Api.Post("/v1/drivers", """{"id":"ours alone"}""");

        Assert.Equal(404, (await gateway.Stranger.Get("/v1/drivers/ours%20alone")).Status);
        Assert.Equal(404, (await gateway.Stranger.Patch("/v1/drivers/ours%20alone", "{}")).Status);
        Assert.Equal(404, (await gateway.Stranger.Delete("/v1/drivers/ours%20alone")).Status);
    }

    private DriverDirectory Tags => gateway.Host.Services.GetRequiredService<AccountBooks>().Cell(1).Book.Rules.Drivers;

    /// <summary>A time after every change so far and before every later one.</summary>
    private long NowMs() => gateway.Host.Services.GetRequiredService<AccountBooks>().Cell(1).Book.Rules.Version;
}
