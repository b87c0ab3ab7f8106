using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Tests.Api;

public sealed class WebhookSelectionTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        const string Json = """{"triggers":[{"type":"speed","mph":70},{"type":"idle","min_s":300}],"vehicles":["a"],"effective_from_ms":17}""";

        var selection = WebhookSelection.Parse(Json);

        Assert.Equal(17, selection.EffectiveFromMs);
        Assert.Equal(70, Assert.IsType<Detection.Speed>(selection.Wanted[0].Detection).Mph);
        Assert.Equal(Json, selection.ToJson());
    }

    [Fact]
    public void The_webhooks_vehicles_limit_each_trigger()
    {
        const string Json = """
            {"triggers":[{"type":"idle"},{"type":"speed","mph":70,"vehicles":["a","c"]},{"type":"location","vehicles":["c"]}],"vehicles":["a","b"],"effective_from_ms":0}
            """;

        var triggers = WebhookSelection.Parse(Json).Triggers;

        Assert.Equal(["idle", "speed"], triggers.Select(t => t.Detection.Type));
        Assert.Equal(["a", "b"], triggers[0].Filter.Vehicles.Order());
        Assert.Equal(["a"], triggers[1].Filter.Vehicles);
    }

    [Fact]
    public void The_time_of_effect_is_no_part_of_what_is_wanted()
    {
        var selection = WebhookSelection.Parse("""{"triggers":[{"type":"idle"}],"vehicles":[],"effective_from_ms":1}""");

        Assert.True(selection.WantsTheSameAs(selection with { EffectiveFromMs = 2 }));
        Assert.False(selection.WantsTheSameAs(selection with { Vehicles = ["a"] }));
    }

    [Fact]
    public void Something_else_is_not_read() => Assert.Throws<InvalidDataException>(
        () => WebhookSelection.Parse("""{"triggers":[{"type":"nothing"}],"vehicles":[],"effective_from_ms":1}"""));
}
