using System.Collections.Frozen;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Explain;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Tests.Explain;

/// <summary>Why a webhook did not get an event, from what was stored of it.</summary>
public sealed class EventExplainerTests
{
    public static TheoryData<string> Types => [.. EventTypes.All.Select(t => t.Key)];

    [Theory, MemberData(nameof(Types))]
    public void What_a_filter_says_of_the_stored_event_is_what_it_said_of_the_event(string type)
    {
        var happened = SampleEvents.For(type);
        happened = happened with { Vehicle = happened.Vehicle with { LandmarkIds = [4, 5] } };
        var stored = StoredEvent.Read(RowOf(happened)).As(happened.Detection);
        var inside = happened.Detail is EventDetail.LandmarkCrossed crossed ? crossed.LandmarkId : 5;

        EventFilter[] filters =
        [
            EventFilter.Everything,
            new() { SendEnd = true },
            new() { Vehicles = VehicleChoice.Of(["other"], [9]) },
            new() { Inside = new[] { inside }.ToFrozenSet() },
            new() { Inside = new[] { 77L }.ToFrozenSet() },
            new() { Outside = new[] { inside }.ToFrozenSet() },
        ];

        Assert.All(filters, f => Assert.Equal(f.Matches(happened), f.Matches(stored)));
        Assert.Equal((happened.Id, happened.OccurredAt, happened.Kind), (stored.Id, stored.OccurredAt, stored.Kind));
    }

    [Theory]
    [InlineData("""[{"type":"speed","mph":70}]""", "OtherType", "it asks for speed")]
    [InlineData("""[{"type":"idle","min_s":300}]""", "OtherParameters", "it asks for idle:min_s=300; the event is of idle")]
    [InlineData("""[{"type":"idle","vehicles":["other"]}]""", "OtherVehicle", "the trigger names other vehicles or groups")]
    [InlineData("""[{"type":"idle","landmarks":[77]}]""", "NotInside", "in none of the landmarks")]
    [InlineData("""[{"type":"idle","cool_down_s":60}]""", "CoolingDown", "too soon")]
    [InlineData("""[{"type":"idle"}]""", "Matches", "would be sent")]
    [InlineData("""[{"type":"idle","min_s":300},{"type":"idle","landmarks":[77]},{"type":"speed"}]""", "NotInside", "in none of the landmarks")]
    public void The_trigger_that_came_nearest_gives_the_reason(string triggers, string reason, string words)
    {
        var (found, why) = Explain(triggers, []);

        Assert.Equal(reason, found.ToString());
        Assert.Contains(words, why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scope_is_told_from_the_triggers_own_vehicles()
    {
        Assert.Equal((Reason.OtherVehicle, "the webhook's scope names other vehicles or groups"), Explain("""[{"type":"idle"}]""", ["other"]));
    }

    [Fact]
    public void A_trigger_that_counts_from_later_on_says_so()
    {
        var idle = StoredEvent.Read(RowOf(SampleEvents.For("idle")));
        var selection = Selection("""[{"type":"idle"}]""", []).EffectiveFrom(_ => new Instant(idle.ReceivedAt.UnixMilliseconds + 1));

        Assert.Equal(Reason.NotYetAsked, EventExplainer.Explain(idle, true, selection, LandmarkIndex.Empty, []).Reason);
        Assert.Equal(Reason.Deactivated, EventExplainer.Explain(idle, false, selection, LandmarkIndex.Empty, []).Reason);
    }

    [Theory]
    [InlineData("idle", """[{"type":"idle","vehicles":["other"]}]""", 24, 1)]
    [InlineData("landmark_enter", """[{"type":"landmark_enter","landmarks":[77]}]""", 24, 1)]
    [InlineData("idle", """[{"type":"idle","vehicles":["other"]}]""", 0, 0)]
    [InlineData("location", """[{"type":"location","vehicles":["other"]}]""", 24, 0)]
    [InlineData("speed", """[{"type":"speed","vehicles":["other"]}]""", 24, 0)]
    [InlineData("idle", """[{"type":"speed"}]""", 24, 0)]
    public void What_filters_held_back_is_kept_for_explanations_but_not_readings(string type, string triggers, int hours, int kept)
    {
        var book = new AccountBook(new AccountConfiguration(
            1,
            [new RuleEra(long.MinValue, new RulesSettings { UnsentEventHours = hours })],
            [.. Selection(triggers, []).Triggers.Select((t, i) => new SubscribedTrigger(7, i, t))],
            LandmarkIndex.Empty));
        var vehicle = new VehicleRef(new VehicleKey(123456, "CA1234567"), 1, 0, new AccountCell(123456, book), VehicleProfile.Unknown, stored: true);
        var messages = new List<OutboxMessage>();

        book.Publish(SampleEvents.For(type), vehicle, new CoolDowns(), messages);

        Assert.Equal(kept, messages.Count);
        Assert.All(messages, m => Assert.Empty(m.WebhookIds));
    }

    private static (Reason Reason, string Detail) Explain(string triggers, string[] scope) =>
        EventExplainer.Explain(StoredEvent.Read(RowOf(SampleEvents.For("idle"))), true, Selection(triggers, scope), LandmarkIndex.Empty, []);

    private static WebhookSelection Selection(string triggers, string[] scope)
    {
        var faults = new List<TriggerFault>();
        using var json = System.Text.Json.JsonDocument.Parse(triggers);
        var parsed = TriggerParser.ParseAll(json.RootElement, "", faults);
        Assert.Empty(faults);
        return new WebhookSelection(parsed, VehicleChoice.Of(scope, []));
    }

    private static EventRow RowOf(RuleEvent found) => new()
    {
        OccurredMs = found.OccurredAt.UnixMilliseconds,
        EventId = found.Id.ToGuid().ToByteArray(bigEndian: true),
        AccountId = found.Vehicle.Key.AccountId,
        Type = found.Detection.Type,
        Topic = found.Detection.Canonical,
        OrderingKey = found.Vehicle.Key.VehicleId,
        StoredMs = found.ReceivedAt.UnixMilliseconds,
        Data = EventPayload.Render(found, SampleEvents.Context),
    };
}
