using System.Globalization;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class GroupTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_group_is_made_renamed_shown_and_deleted()
    {
        var made = await gateway.Api.Post("/v1/groups", """{"name":"Made"}""");
        var path = made.Headers.Location!.OriginalString;
        var renamed = await gateway.Api.Patch(path, """{"name":"Renamed"}""", made.ETag);

        Assert.Equal(201, made.Status);
        Assert.Equal("Made", made["name"].GetString());
        Assert.Equal(0, made["vehicle_count"].GetInt64());
        Assert.Equal("Renamed", renamed["name"].GetString());
        Assert.Equal(renamed.Text, (await gateway.Api.Get(path)).Text);
        Assert.Equal(412, (await gateway.Api.Delete(path, made.ETag)).Status);
        Assert.Equal(204, (await gateway.Api.Delete(path, renamed.ETag)).Status);
        Assert.Equal(404, (await gateway.Api.Get(path)).Status);
    }

    [Fact]
    public async Task A_name_is_given_once_per_account()
    {
        await Make("Once");
        var other = await Make("Other name");

        var second = await gateway.Api.Post("/v1/groups", """{"name":"Once"}""");
        var renamed = await gateway.Api.Patch($"/v1/groups/{other}", """{"name":"Once"}""");
        var elsewhere = await gateway.Stranger.Post("/v1/groups", """{"name":"Once"}""");

        Assert.Equal((409, "already_exists", "/name"), (second.Status, second.Code, Pointer(second)));
        Assert.Equal((409, "already_exists"), (renamed.Status, renamed.Code));
        Assert.Equal(201, elsewhere.Status);
    }

    [Theory]
    [InlineData("""{}""", 422, "parameter_out_of_range", "/name")]
    [InlineData("""{"name":" north"}""", 422, "parameter_out_of_range", "/name")]
    [InlineData("""{"name":7}""", 400, "invalid_request", "/name")]
    [InlineData("""{"nme":"a"}""", 400, "unknown_field", "/nme")]
    public async Task A_group_with_a_fault_is_refused(string body, int status, string code, string pointer)
    {
        var answer = await gateway.Api.Post("/v1/groups", body);

        Assert.Equal((status, code, pointer), (answer.Status, answer.Code, Pointer(answer)));
    }

    [Fact]
    public async Task Vehicles_are_put_in_and_taken_out_many_at_once_or_one_by_one()
    {
        await Register("in-1", "in-2", "in-3");
        var id = await Make("Many");

        var put = await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"add":["in-1","in-2","in-1"]}""");
        var again = await gateway.Api.Put($"/v1/groups/{id}/vehicles/in-2", "");
        var third = await gateway.Api.Put($"/v1/groups/{id}/vehicles/in-3", "");
        var swapped = await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"remove":["in-1","in-2"]}""");

        Assert.Equal(
            [2L, 2, 3, 1], new[] { put, again, third, swapped }.Select(a => a["vehicle_count"].GetInt64()));
        Assert.Equal(["in-3"], await Members(id));
        Assert.Equal([id], GroupsOf("in-3"));
        Assert.Empty(GroupsOf("in-1"));
        Assert.Equal(200, (await gateway.Api.Delete($"/v1/groups/{id}/vehicles/in-3")).Status);
        Assert.Empty(await Members(id));
    }

    [Fact]
    public async Task A_change_with_a_vehicle_that_is_not_there_changes_nothing()
    {
        await Register("there");
        var id = await Make("Nothing changes");

        var answer = await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"add":["there","not there"]}""");
        var both = await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"add":["there"],"remove":["there"]}""");
        var none = await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"add":[null]}""");

        Assert.Equal((422, "unknown_vehicle", "/add/1"), (answer.Status, answer.Code, Pointer(answer)));
        Assert.Equal((422, "parameter_out_of_range", "/remove/0"), (both.Status, both.Code, Pointer(both)));
        Assert.Equal((422, "unknown_vehicle", "/add/0"), (none.Status, none.Code, Pointer(none)));
        Assert.Equal(404, (await gateway.Api.Put($"/v1/groups/{id}/vehicles/nobody", "")).Status);
        Assert.Empty(await Members(id));
    }

    [Fact]
    public async Task A_vehicle_is_in_64_groups_at_most()
    {
        await Register("busy");
        var ids = new List<long>();
        for (var i = 0; i < 65; i++)
        {
            ids.Add(await Make(string.Create(CultureInfo.InvariantCulture, $"Bounded {i}")));
        }

        foreach (var id in ids[..64])
        {
            Assert.Equal(200, (await gateway.Api.Put($"/v1/groups/{id}/vehicles/busy", "")).Status);
        }

        var last = await gateway.Api.Put($"/v1/groups/{ids[64]}/vehicles/busy", "");

        Assert.Equal((422, "limit_exceeded"), (last.Status, last.Code));
        Assert.Equal(ids[..64].Order(), GroupsOf("busy"));
        Assert.Equal(200, (await gateway.Api.Put($"/v1/groups/{ids[0]}/vehicles/busy", "")).Status);
    }

    [Fact]
    public async Task Groups_and_their_vehicles_are_listed_page_by_page()
    {
        await Register("paged-a", "paged-b", "paged-c");
        var id = await Make("Paged A");
        await Make("Paged B");
        await gateway.Api.Post($"/v1/groups/{id}/vehicles", """{"add":["paged-c","paged-a","paged-b"]}""");

        var groups = await gateway.Api.Get("/v1/groups?q=Paged&limit=1");
        var rest = await gateway.Api.Get($"/v1/groups?q=Paged&limit=1&cursor={groups["next_cursor"].GetString()}");
        var vehicles = await gateway.Api.Get($"/v1/groups/{id}/vehicles?limit=2");
        var last = await gateway.Api.Get($"/v1/groups/{id}/vehicles?limit=2&cursor={vehicles["next_cursor"].GetString()}");

        Assert.Equal(["Paged A"], Names(groups, "name"));
        Assert.Equal(["Paged B"], Names(rest, "name"));
        Assert.False(rest["has_more"].GetBoolean());
        Assert.Equal(["paged-a", "paged-b"], Names(vehicles, "id"));
        Assert.Equal(["paged-c"], Names(last, "id"));
    }

    [Fact]
    public async Task Another_accounts_group_is_not_there()
    {
        var id = await Make("Ours");

        Assert.Equal(404, (await gateway.Stranger.Get($"/v1/groups/{id}")).Status);
        Assert.Equal(404, (await gateway.Stranger.Patch($"/v1/groups/{id}", """{"name":"Theirs"}""")).Status);
        Assert.Equal(404, (await gateway.Stranger.Delete($"/v1/groups/{id}")).Status);
        Assert.Equal(404, (await gateway.Stranger.Get($"/v1/groups/{id}/vehicles")).Status);
        Assert.Equal(404, (await gateway.Stranger.Post($"/v1/groups/{id}/vehicles", """{"add":["a"]}""")).Status);
        var webhook = await gateway.Stranger.Post("/v1/webhooks", Webhook($$"""[{"type":"idle","groups":[{{id}}]}]"""));
        Assert.Equal((422, "unknown_group"), (webhook.Status, webhook.Code));
    }

    [Fact]
    public async Task A_webhook_names_groups_in_its_scope_and_in_its_triggers_and_shows_them()
    {
        var (a, b) = (await Make("Scope A"), await Make("Scope B"));

        var made = await gateway.Api.Post("/v1/webhooks", Webhook($$"""[{"type":"idle","groups":[{{b}},{{a}}]}]""", $"[{b},{a}]"));
        var changed = await gateway.Api.Patch($"/v1/webhooks/{made["id"]}", $$$"""{"scope":{"groups":[{{{a}}}]}}""");

        Assert.Equal(201, made.Status);
        Assert.Equal($"[{a},{b}]", made["scope"].GetProperty("groups").GetRawText());
        Assert.Equal($$"""[{"type":"idle","groups":[{{a}},{{b}}]}]""", made["triggers"].GetRawText());
        Assert.Equal($"[{a}]", changed["scope"].GetProperty("groups").GetRawText());
    }

    [Fact]
    public async Task A_group_that_a_webhook_names_cannot_be_deleted_until_the_webhook_names_it_no_more()
    {
        await Register("kept");
        var id = await Make("In use");
        await gateway.Api.Put($"/v1/groups/{id}/vehicles/kept", "");
        var webhook = (await gateway.Api.Post("/v1/webhooks", Webhook("""[{"type":"idle"}]""", $"[{id}]")))["id"].GetInt64();

        var refused = await gateway.Api.Delete($"/v1/groups/{id}");
        await gateway.Api.Patch($"/v1/webhooks/{webhook}", """{"scope":{"groups":[]}}""");
        var deleted = await gateway.Api.Delete($"/v1/groups/{id}");

        Assert.Equal((409, "conflict"), (refused.Status, refused.Code));
        Assert.Contains($"webhook {webhook}", refused["detail"].GetString(), StringComparison.Ordinal);
        Assert.Equal(204, deleted.Status);
        Assert.Empty(GroupsOf("kept"));
    }

    [Fact]
    public async Task The_events_of_a_vehicle_go_to_webhooks_of_its_groups_from_the_change_on()
    {
        await Register("mover");
        var (north, south) = (await Make("North"), await Make("South"));
        var ofNorth = await MakeEnabled("""[{"type":"idle","min_s":741}]""", $"[{north}]");
        var ofSouth = await MakeEnabled($$"""[{"type":"idle","min_s":741,"groups":[{{south}}]}]""", "[]");
        var ofAll = await MakeEnabled("""[{"type":"idle","min_s":741}]""", "[]");

        var before = WhoWants("mover", "idle:min_s=741");
        await gateway.Api.Put($"/v1/groups/{north}/vehicles/mover", "");
        var inNorth = WhoWants("mover", "idle:min_s=741");
        await gateway.Api.Delete($"/v1/groups/{north}/vehicles/mover");
        await gateway.Api.Put($"/v1/groups/{south}/vehicles/mover", "");
        var inSouth = WhoWants("mover", "idle:min_s=741");

        Assert.Equal([ofAll], before);
        Assert.Equal([ofNorth, ofAll], inNorth);
        Assert.Equal([ofSouth, ofAll], inSouth);
    }

    [Fact]
    public async Task Groups_are_known_again_after_a_restart()
    {
        await Register("restarted", "alone");
        var (a, b) = (await Make("Restart A"), await Make("Restart B"));
        await gateway.Api.Put($"/v1/groups/{b}/vehicles/restarted", "");
        await gateway.Api.Put($"/v1/groups/{a}/vehicles/restarted", "");

        var anew = new VehicleDirectory(1, gateway.Host.Services.GetRequiredService<Accounts.AccountBooks>());
        anew.Load(gateway.Host.Services.GetRequiredService<CoreDatabase>());

        Assert.Equal([a, b], anew.Find(new VehicleKey(1, "restarted"))!.Groups);
        Assert.Empty(anew.Find(new VehicleKey(1, "alone"))!.Groups);
    }

    private static string? Pointer(ApiAnswer answer) => answer["errors"][0].GetProperty("pointer").GetString();

    private static IEnumerable<string?> Names(ApiAnswer page, string field) =>
        page["data"].EnumerateArray().Select(row => row.GetProperty(field).GetString());

    private async Task<long> Make(string name) =>
        (await gateway.Api.Post("/v1/groups", $$"""{"name":"{{name}}"}"""))["id"].GetInt64();

    private async Task Register(params string[] ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal(201, (await gateway.Api.Post("/v1/vehicles", $$"""{"id":"{{id}}"}""")).Status);
        }
    }

    private string Webhook(string triggers, string groups = "[]", bool enabled = false) =>
        $$$"""{"name":"groups","url":"{{{gateway.ProvingUrl()}}}","enabled":{{{(enabled ? "true" : "false")}}},"triggers":{{{triggers}}},"scope":{"groups":{{{groups}}}}}""";

    private async Task<long> MakeEnabled(string triggers, string groups) =>
        (await gateway.Api.Post("/v1/webhooks", Webhook(triggers, groups, enabled: true)))["id"].GetInt64();

    private async Task<IEnumerable<string?>> Members(long id) => Names(await gateway.Api.Get($"/v1/groups/{id}/vehicles"), "id");

    private VehicleRef Vehicle(string id) =>
        gateway.Host.Services.GetRequiredService<VehicleDirectory>().Find(new VehicleKey(1, id))!;

    private long[] GroupsOf(string vehicle) => Vehicle(vehicle).Groups;

    private List<long>? WhoWants(string vehicle, string canonical)
    {
        var of = Vehicle(vehicle);
        var detection = of.Account.Book.Rules.Detections.Single(d => d.Canonical == canonical);
        var found = SampleEvents.For(detection, 1, new EventId(1, 1), SampleEvents.ExampleTime);
        found = found with { Vehicle = found.Vehicle with { Key = of.Key } };
        return of.Account.Book.WhoWants(found, of, new CoolDowns());
    }
}
