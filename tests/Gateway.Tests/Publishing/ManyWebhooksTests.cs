using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Gateway.Tests.Publishing;

/// <summary>Webhooks that ask for the same share a detection: vehicles' states and the rules' work know the distinct ones only.</summary>
public sealed class ManyWebhooksTests
{
    private static readonly Detection[] Wishes =
    [
        .. Enumerable.Range(0, 8).Select(i => new Detection.Speed { Mph = 50 + i, Episode = true }),
        .. Enumerable.Range(0, 6).Select(i => new Detection.Idle { MinSeconds = 60 + (i * 30) }),
        .. Enumerable.Range(0, 4).Select(i => new Detection.PostedSpeed { OverMph = 5 + i, Episode = true }),
        new Detection.TripComplete(), new Detection.IgnitionOff(),
    ];

    [Fact]
    public void Ten_thousand_webhooks_with_twenty_wishes_cost_what_twenty_webhooks_cost()
    {
        var (few, many) = (Book(webhooks: 20), Book(webhooks: 10_000));

        Assert.Equal(20, few.Rules.Detections.Count);
        Assert.Equal(
            few.Rules.Detections.Select(d => d.Canonical).Order(StringComparer.Ordinal),
            many.Rules.Detections.Select(d => d.Canonical).Order(StringComparer.Ordinal));
        var (fewBytes, fewEvents) = Drive(few.Rules);
        var (manyBytes, manyEvents) = Drive(many.Rules);
        Assert.Equal(fewEvents, manyEvents);
        Assert.Equal(fewBytes.Length, manyBytes.Length);
    }

    private static AccountBook Book(int webhooks) => new(new AccountConfiguration(
        1,
        [new RuleEra(long.MinValue, new RulesSettings())],
        [.. Enumerable.Range(0, webhooks).Select(i => new SubscribedTrigger(i + 1, 0, new Trigger(Wishes[i % Wishes.Length] with { }, EventFilter.Everything)))],
        LandmarkIndex.Empty));

    private static (byte[] State, int Events) Drive(RuleBook book)
    {
        var state = new VehicleState(new VehicleKey(1, "truck-7"));
        var events = new List<RuleEvent>();
        var start = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
        for (var i = 0; i < 200; i++)
        {
            RuleEngine.Apply(
                state,
                new Sample
                {
                    Time = start.PlusSeconds(i * 10),
                    Received = start.PlusSeconds(i * 10),
                    Position = new Position(48 + (i / 1_000.0), 11),
                    GpsSpeed = Speed.FromMph(i is > 60 and < 100 ? 0 : 58),
                    PostedLimit = Speed.FromMph(50),
                    Ignition = true,
                    ContentHash = (ulong)i,
                },
                book,
                events);
        }

        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        state.Write(bytes);
        return (bytes.WrittenSpan.ToArray(), events.Count);
    }
}
