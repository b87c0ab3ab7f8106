using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;
using FsCheck.Fluent;

namespace EdgeRelay.Relay.Tests.Delivery;

public sealed class DeliveryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Outcome, attempts made, waits (standard or crm), what follows; a number is the wait in seconds.</summary>
    public static TheoryData<OutcomeClass, int, int, bool, string> Table => new()
    {
        { OutcomeClass.Delivered, 200, 1, false, "done" },
        { OutcomeClass.Failed, 301, 1, false, "5" },
        { OutcomeClass.Failed, 500, 1, false, "5" },
        { OutcomeClass.Failed, 500, 2, false, "300" },
        { OutcomeClass.Failed, 422, 3, false, "1800" },
        { OutcomeClass.Failed, 0, 4, false, "7200" },
        { OutcomeClass.Failed, 500, 5, false, "18000" },
        { OutcomeClass.Failed, 500, 6, false, "36000" },
        { OutcomeClass.Failed, 500, 7, false, "50400" },
        { OutcomeClass.Failed, 500, 8, false, "72000" },
        { OutcomeClass.Failed, 500, 9, false, "86400" },
        { OutcomeClass.Failed, 500, 10, false, "given up" },
        { OutcomeClass.Throttled, 429, 1, false, "60" },
        { OutcomeClass.Throttled, 503, 2, false, "300" },
        { OutcomeClass.Slow, 504, 1, false, "60" },
        { OutcomeClass.Slow, 0, 3, false, "1800" },
        { OutcomeClass.Blocked, 0, 1, false, "5" },
        { OutcomeClass.Gone, 410, 1, false, "disabled" },
        { OutcomeClass.TooLarge, 0, 1, false, "given up" },
        { OutcomeClass.Delivered, 204, 3, true, "done" },
        { OutcomeClass.Failed, 500, 1, true, "300" },
        { OutcomeClass.Failed, 500, 2, true, "600" },
        { OutcomeClass.Failed, 500, 3, true, "given up" },
        { OutcomeClass.Throttled, 429, 1, true, "300" },
        { OutcomeClass.Gone, 410, 1, true, "300" },
        { OutcomeClass.Gone, 410, 3, true, "given up" },
    };

    [Theory, MemberData(nameof(Table))]
    public void Each_outcome_has_its_consequence(OutcomeClass outcome, int status, int attempts, bool crm, string expected)
    {
        var schedule = crm ? RetrySchedule.Crm : RetrySchedule.Standard;

        var decision = DeliveryPolicy.After(new AttemptOutcome(outcome, status, "because"), attempts, Now, schedule, dice: 0.5);

        Assert.Equal(expected, Word(decision));
    }

    [Theory]
    [InlineData(1, 1, 60)] // less than the least wait: the least
    [InlineData(1, 600, 600)] // within reach: as asked
    [InlineData(1, 7_200, 3_600)] // an hour at most while the planned wait is short
    [InlineData(4, 7_300, 7_300)]
    [InlineData(4, 86_400, 14_400)] // twice the planned wait at most
    [InlineData(4, 60, 7_200)] // never sooner than planned
    public void Retry_after_is_clamped(int attempts, int asked, int expected)
    {
        var outcome = new AttemptOutcome(OutcomeClass.Throttled, 429, "answered 429", TimeSpan.FromSeconds(asked));

        var decision = DeliveryPolicy.After(outcome, attempts, Now, RetrySchedule.Standard, dice: 0.5);

        var retry = Assert.IsType<DeliveryDecision.RetryAt>(decision);
        Assert.Equal(TimeSpan.FromSeconds(expected), retry.When - Now);
        Assert.True(retry.HoldEndpoint);
    }

    [Fact]
    public void A_receiver_may_give_a_message_up()
    {
        var outcome = new AttemptOutcome(OutcomeClass.Failed, 400, "answered 400", Abort: true);

        Assert.Equal("given up", Word(DeliveryPolicy.After(outcome, 1, Now, RetrySchedule.Standard, 0.5)));
    }

    [Fact]
    public void Jitter_keeps_every_wait_within_a_fifth_of_the_planned()
    {
        var cases = Gen.Choose(1, 9).SelectMany(attempts => Gen.Choose(0, 999).Select(dice => (attempts, dice)));

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var planned = RetrySchedule.Standard.Waits[c.attempts - 1];
            var decision = DeliveryPolicy.After(
                new AttemptOutcome(OutcomeClass.Failed, 500, ""), c.attempts, Now, RetrySchedule.Standard, c.dice / 1_000d);
            var wait = ((DeliveryDecision.RetryAt)decision).When - Now;
            return wait >= planned * 0.8 && wait <= planned * 1.2;
        }).MustHold();
    }

    [Fact]
    public void Attempts_never_exceed_the_schedule()
    {
        var cases = Gen.Choose(1, 40).SelectMany(attempts => Gen.Elements(Enum.GetValues<OutcomeClass>()).Select(o => (attempts, o)));

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var decision = DeliveryPolicy.After(new AttemptOutcome(c.o, 0, ""), c.attempts, Now, RetrySchedule.Standard, 0.3);
            return decision is not DeliveryDecision.RetryAt || c.attempts < RetrySchedule.Standard.Attempts;
        }).MustHold();
    }

    [Fact]
    public void Presets_span_what_their_description_says()
    {
        var standard = RetrySchedule.Standard.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

        Assert.Equal(new TimeSpan(75, 35, 5), standard);
        Assert.Equal(10, RetrySchedule.Standard.Attempts);
        Assert.Equal(3, RetrySchedule.Crm.Attempts);
    }

    [Fact]
    public void Custom_waits_are_read_from_the_subscription()
    {
        var subscription = new Subscription
        {
            Name = "n",
            Url = "https://example.com/",
            UserName = "u",
            Secret = "s",
            Retry = RetryPreset.Custom,
            RetryWaits = "1,5,30",
        };

        Assert.Equal([1, 5, 30], RetrySchedule.For(subscription).Waits.Select(w => (int)w.TotalSeconds));
    }

    private static string Word(DeliveryDecision decision) => decision switch
    {
        DeliveryDecision.Done => "done",
        DeliveryDecision.RetryAt retry => ((int)(retry.When - Now).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
        DeliveryDecision.GiveUp => "given up",
        _ => "disabled",
    };
}
