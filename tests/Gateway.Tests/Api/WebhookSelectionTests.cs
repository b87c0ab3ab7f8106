using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Tests.Api;

public sealed class WebhookSelectionTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        const string Json = """{"triggers":[{"type":"speed","mph":70},{"type":"idle","min_s":300}],"vehicles":["a"],"effective_from_ms":[17,18]}""";

        var selection = WebhookSelection.Parse(Json);

        Assert.Equal([17L, 18], selection.Wanted.Select(t => t.Detection.EffectiveFrom!.Value.UnixMilliseconds));
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
        Assert.All(triggers, t => Assert.Equal(["a", "b"], t.Filter.Scope.Ids.Order()));
        Assert.Equal(["a", "c"], triggers[1].Filter.Vehicles.Ids.Order());
    }

    [Fact]
    public void Groups_are_written_and_read_back_and_a_trigger_for_a_group_is_never_taken_for_hopeless()
    {
        const string Json = """
            {"triggers":[{"type":"idle","groups":[3,8]},{"type":"location","vehicles":["c"]}],"vehicles":["a"],"groups":[2,8],"effective_from_ms":[1,1]}
            """;

        var selection = WebhookSelection.Parse(Json);

        Assert.Equal(Json.Trim(), selection.ToJson());
        Assert.Equal([2L, 3, 8], selection.Groups.Order());
        Assert.Equal(2, selection.Triggers.Count);
        Assert.Equal([2L, 8], selection.Triggers[0].Filter.Scope.Groups.Order());
    }

    [Fact]
    public void One_time_for_all_triggers_is_read_as_it_was_once_written()
    {
        var selection = WebhookSelection.Parse(
            """{"triggers":[{"type":"idle"},{"type":"location"}],"vehicles":[],"effective_from_ms":7}""");

        Assert.All(selection.Wanted, t => Assert.Equal(7, t.Detection.EffectiveFrom!.Value.UnixMilliseconds));
    }

    [Fact]
    public void Something_else_is_not_read() => Assert.Throws<InvalidDataException>(
        () => WebhookSelection.Parse("""{"triggers":[{"type":"nothing"}],"vehicles":[],"effective_from_ms":1}"""));
}
