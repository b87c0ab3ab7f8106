using EdgeRelay.Reliability.Tests.Devices;
using EdgeRelay.Reliability.Tests.Receiving;

namespace EdgeRelay.Reliability.Tests.Checking;

/// <summary>The judge is judged: each kind of fault, planted in clean ledgers, is found and named as what it is.</summary>
public sealed class CheckerTests
{
    private static readonly string[] Webhooks = ["speed"];
    private static readonly Arrival First = new("speed", "id-1", "v", 1_000, "AA", OutOfOrder: false, Accepted: true);
    private static readonly Arrival Second = First with { EventId = "id-2", TimeMs = 2_000, DataHash = "BB" };

    [Fact]
    public void Clean_ledgers_and_a_repeat_after_a_refusal_are_clean()
    {
        var verdict = Check(First with { Accepted = false }, First, Second, Second);

        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal(1, verdict.Repeats);
    }

    [Fact]
    public void An_event_that_was_only_refused_is_missing() => Assert.Single(Check(First, Second with { Accepted = false }).Missing);

    [Fact]
    public void A_happening_under_two_ids_is_doubled() => Assert.Single(Check(First, Second, First with { EventId = "id-3" }).Doubled);

    [Fact]
    public void Data_that_changed_is_altered() => Assert.Single(Check(First, Second, First with { DataHash = "CC" }).Altered);

    [Fact]
    public void An_earlier_event_that_arrives_first_after_a_later_one_is_reordered() => Assert.Single(Check(Second, First).Reordered);

    [Fact]
    public void An_earlier_event_that_says_so_may_come_later() => Assert.Empty(Check(Second, First with { OutOfOrder = true }).Reordered);

    [Fact]
    public void An_event_that_nobody_caused_is_invented() =>
        Assert.Single(Check(First, Second, First with { EventId = "id-4", TimeMs = 9_000 }).Invented);

    private static Verdict Check(params Arrival[] arrivals) =>
        Checker.Check([new SentMessage(0, 0, "v", [1_000, 2_000]) { Acknowledged = true }], arrivals, Webhooks);
}
