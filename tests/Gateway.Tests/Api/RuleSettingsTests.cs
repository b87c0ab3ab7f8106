using System.Text.Json;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Each test takes back what it set: the settings are the account's, which other tests use too.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class RuleSettingsTests(GatewayFixture gateway) : IAsyncLifetime
{
    private const string Path = "/v1/rule-settings";

    public Task InitializeAsync() => gateway.Stranger.Patch(Path, """{"own":null}""");

    public Task DisposeAsync() => gateway.Stranger.Patch(Path, """{"own":null}""");

    [Fact]
    public async Task Without_settings_of_its_own_an_account_has_the_gateways()
    {
        var shown = await gateway.Api.Get(Path);

        Assert.Equal(200, shown.Status);
        Assert.Equal("{}", shown["own"].GetRawText());
        Assert.Equal(shown["defaults"].GetRawText(), shown["effective"].GetRawText());
        Assert.Equal("standard", shown["effective"].GetProperty("profile").GetString());
        Assert.Equal("device_first", shown["effective"].GetProperty("limit_order").GetString());
        Assert.Equal("auto", shown["effective"].GetProperty("filters").GetProperty("speed_source").GetString());
        Assert.Equal(200, shown["effective"].GetProperty("idle").GetProperty("max_gap_s").GetDouble());
        Assert.Equal(200, shown["effective"].GetProperty("trips").GetProperty("start_m").GetDouble());
        Assert.Equal(JsonValueKind.Null, shown["effective_from"].ValueKind);
        Assert.Equal("\"0\"", shown.ETag);
    }

    [Fact]
    public async Task What_is_set_counts_and_what_is_taken_back_counts_no_more()
    {
        var set = await gateway.Stranger.Patch(Path, """{"own":{"profile":"raw","idle":{"max_gap_s":60},"drivers":{"unassign_after_off_s":900}}}""");
        var inRules = Rules;
        var back = await gateway.Stranger.Patch(Path, """{"own":{"profile":null,"idle":{"max_gap_s":null}}}""", set.ETag);

        Assert.Equal("""{"profile":"raw","idle":{"max_gap_s":60},"drivers":{"unassign_after_off_s":900}}""", set["own"].GetRawText());
        Assert.Equal("raw", set["effective"].GetProperty("profile").GetString());
        Assert.Equal(5, set["effective"].GetProperty("idle").GetProperty("off_kmh").GetDouble());
        Assert.Equal((RuleProfile.Raw, 60, 900), (inRules.Profile, inRules.Idle.MaxGapSeconds, inRules.DriverRules.UnassignAfterOffSeconds));
        Assert.Equal("standard", back["effective"].GetProperty("profile").GetString());
        Assert.Equal((RuleProfile.Standard, 200, 900), (Rules.Profile, Rules.Idle.MaxGapSeconds, Rules.DriverRules.UnassignAfterOffSeconds));
        Assert.Equal(412, (await gateway.Stranger.Patch(Path, """{"own":null}""", set.ETag)).Status);
        Assert.Equal(back.Text, (await gateway.Stranger.Get(Path)).Text);
    }

    [Fact]
    public async Task What_was_received_before_a_change_is_judged_by_what_counted_then()
    {
        await gateway.Stranger.Patch(Path, """{"own":{"idle":{"max_gap_s":61}}}""");
        var set = await gateway.Stranger.Patch(Path, """{"own":{"idle":{"max_gap_s":62}}}""");

        Assert.Equal(62, Rules.Idle.MaxGapSeconds);
        Assert.Equal(set["effective_from"].GetDateTimeOffset().ToUnixTimeMilliseconds(), Rules.SettingsFromMs);
        Assert.Equal(61, Rules.Former!.Idle.MaxGapSeconds);
        using var anew = new AccountBooks(gateway.Host.Services.GetRequiredService<CoreDatabase>(), new RulesSettings(), TimeProvider.System);
        anew.LoadAll();
        Assert.Equal((62, 61), (anew.Cell(2).Book.Rules.Idle.MaxGapSeconds, anew.Cell(2).Book.Rules.Former!.Idle.MaxGapSeconds));
    }

    [Fact]
    public async Task What_changes_nothing_begins_nothing()
    {
        var set = await gateway.Stranger.Patch(Path, """{"own":{"trips":{"ghost_m":50}}}""");
        var again = await gateway.Stranger.Patch(Path, """{"own":{"trips":{"ghost_m":50}}}""");

        Assert.Equal(set.Text, again.Text);
    }

    [Theory]
    [InlineData("""{"own":{"idle":{"max_gap_s":5}}}""", 422, "parameter_out_of_range", "/own/idle/max_gap_s")]
    [InlineData("""{"own":{"idle":{"on_kmh":6}}}""", 422, "parameter_out_of_range", "/own/idle/off_kmh")]
    [InlineData("""{"own":{"ignition":{"charging_volts":12.2}}}""", 422, "parameter_out_of_range", "/own/ignition/resting_volts")]
    [InlineData("""{"own":{"filters":{"jump_mhp":300}}}""", 400, "unknown_field", "/own/filters/jump_mhp")]
    [InlineData("""{"own":{"late":{"window_s":60}}}""", 400, "unknown_field", "/own/late")]
    [InlineData("""{"own":{"profile":"crude"}}""", 400, "invalid_request", "/own/profile")]
    [InlineData("""{"own":{"trips":{"start_m":"far"}}}""", 400, "invalid_request", "/own/trips/start_m")]
    [InlineData("""{"own":7}""", 400, "invalid_request", "/own")]
    [InlineData("""{"owns":{}}""", 400, "unknown_field", "/owns")]
    public async Task A_fault_is_told_with_its_place_and_changes_nothing(string body, int status, string code, string pointer)
    {
        var answer = await gateway.Stranger.Patch(Path, body);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(pointer, answer["errors"][0].GetProperty("pointer").GetString());
        Assert.Equal("{}", (await gateway.Stranger.Get(Path))["own"].GetRawText());
    }

    [Fact]
    public async Task What_is_allowed_is_told_with_a_refusal()
    {
        var answer = await gateway.Stranger.Patch(Path, """{"own":{"idle":{"max_gap_s":5}}}""");

        Assert.Equal("max_gap_s must be a number from 10 to 3600.", answer["errors"][0].GetProperty("detail").GetString());
    }

    private RuleBook Rules => gateway.Host.Services.GetRequiredService<AccountBooks>().Cell(2).Book.Rules;
}
