using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Since when a webhook's detections count. What somebody asks for without a break keeps its time, or episodes would begin anew.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class TimeOfEffectTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_trigger_that_a_change_leaves_alone_keeps_its_time()
    {
        var id = await Make("""[{"type":"idle","min_s":731},{"type":"speed","mph":71.5}]""");
        var before = TimesOf(id);

        await gateway.Api.Patch($"/v1/webhooks/{id}", """{"triggers":[{"type":"speed","mph":72.5},{"type":"idle","min_s":731}],"name":"renamed"}""");

        var after = TimesOf(id);
        Assert.Equal(before["idle:min_s=731"], after["idle:min_s=731"]);
        Assert.True(after["speed:mph=72.5"] > before["speed:mph=71.5"]);
    }

    [Fact]
    public async Task Who_asks_for_what_another_asked_for_joins_it_and_keeps_it_when_the_other_goes()
    {
        var first = await Make("""[{"type":"idle","min_s":732}]""");
        var second = await Make("""[{"type":"idle","min_s":732}]""");
        var since = TimesOf(first)["idle:min_s=732"];

        await gateway.Api.Post($"/v1/webhooks/{first}/disable");
        await gateway.Api.Patch($"/v1/webhooks/{second}", """{"name":"alone"}""");

        Assert.Equal(since, TimesOf(second)["idle:min_s=732"]);
    }

    [Fact]
    public async Task After_a_break_it_counts_anew()
    {
        var id = await Make("""[{"type":"idle","min_s":733}]""");
        var before = TimesOf(id)["idle:min_s=733"];

        await gateway.Api.Post($"/v1/webhooks/{id}/disable");
        await gateway.Api.Post($"/v1/webhooks/{id}/enable");

        Assert.True(TimesOf(id)["idle:min_s=733"] > before);
    }

    private async Task<long> Make(string triggers) => (await gateway.Api.Post(
        "/v1/webhooks", $$"""{"name":"times","url":"{{gateway.ProvingUrl()}}","enabled":true,"triggers":{{triggers}}}"""))["id"].GetInt64();

    private Dictionary<string, Instant> TimesOf(long id)
    {
        using var core = gateway.Host.Services.GetRequiredService<CoreDatabase>().Read();
        return WebhookSelection.Parse(core.Set<Subscription>().Single(s => s.Id == id).Selection)
            .Wanted.ToDictionary(t => t.Detection.Canonical, t => t.Detection.EffectiveFrom!.Value);
    }
}
