using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>What holds of entering and leaving on every way past yards that touch, overlap and have a dwell. FsCheck prints the seed of a failure.</summary>
public sealed class LandmarkLaws
{
    private const int Ways = 2_000;
    private const int ParkedDays = 40;
    private const int EnterDwell = 45;
    private const int LeaveDwell = 30;

    private static readonly RuleBook Book = Given.Book(
        [
            Given.Yard(1, 0, 1_000),
            Given.Yard(2, 1_000, 1_600),
            Given.Yard(3, 700, 1_300, 200) with { EnterDwellSeconds = EnterDwell, LeaveDwellSeconds = LeaveDwell },
            Given.Yard(4, 2_000, 2_060),
        ],
        new Detection.LandmarkChange { ReportInitial = true });

    [Fact]
    public void Enters_and_leaves_alternate_in_order_and_pair_by_visit_across_restarts() => ForEvery(Ways, seed =>
    {
        var luck = new Random(seed);
        var drive = new Drive(Book);
        var (second, east, north) = (0.0, luck.Next(-500, 2_500) * 1.0, luck.Next(-700, 700) * 1.0);
        for (var i = 0; i < 60; i++)
        {
            second += luck.Next(12) == 0 ? luck.Next(200, 1_500) : luck.Next(1, 60);
            var reach = luck.Next(4) switch { 0 => 20.0, 1 => 1_500, _ => 300 };
            (east, north) = (east + ((luck.NextDouble() - 0.5) * 2 * reach), Math.Clamp(north + ((luck.NextDouble() - 0.5) * reach), -700, 700));
            var before = drive.Events.Count;
            var sample = Given.Sample(second).At(Given.Meters(east, north));
            drive.Send(luck.Next(5) == 0 ? sample.Accuracy(luck.Next(5, 150)) : sample);
            AssertOrdered(drive.Events.Skip(before));
            if (luck.Next(4) == 0)
            {
                drive.State = Saved.Again(drive.State);
            }
        }

        foreach (var visits in drive.Events.GroupBy(e => e.Subject))
        {
            AssertAlternating([.. visits]);
        }

        var inside = drive.Events.GroupBy(e => e.Subject).Where(g => g.Last().Kind == EventKind.Enter).Select(g => g.Key);
        Assert.Equal(
            inside.Order(), drive.State.Snapshot().LandmarkIds.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order());
    });

    [Fact]
    public void A_vehicle_parked_on_the_line_for_a_day_with_15_metres_of_jitter_tells_one_thing_at_most() => ForEvery(ParkedDays, seed =>
    {
        var luck = new Random(seed);
        var drive = new Drive(Book);
        for (var second = 0; second < 86_400; second += luck.Next(20, 70))
        {
            var (sine, cosine) = Math.SinCos(luck.NextDouble() * 2 * Math.PI);
            var away = 15 * Math.Sqrt(luck.NextDouble());
            drive.Send(Given.Sample(second).At(Given.Meters(away * cosine, 350 + (away * sine))));
        }

        Assert.True(drive.Events.Count(e => e.Detail is EventDetail.LandmarkCrossed { Initial: false }) <= 1);
    });

    private static void AssertOrdered(IEnumerable<RuleEvent> told)
    {
        // What a deadline proved is told before what the sample proved, which may have happened earlier: a border that was crossed, but
        // whose buffer was left by this fix alone. At equal times leaves come before enters, but for a visit between two fixes, whose enter must come first.
        var keys = told.Select(e => (
            e.ConfirmedAt.UnixMilliseconds, IsOfSample: !IsOfDwell(e), e.OccurredAt.UnixMilliseconds, IsEnter: e.Kind == EventKind.Enter)).ToList();
        Assert.Equal(keys.Order(), keys);
    }

    private static bool IsOfDwell(RuleEvent told) =>
        told.Subject == "3" && told.ConfirmedAt.SecondsSince(told.OccurredAt) == (told.Kind == EventKind.Enter ? EnterDwell : LeaveDwell);

    private static void AssertAlternating(List<RuleEvent> told)
    {
        for (var i = 0; i < told.Count; i++)
        {
            var crossed = (EventDetail.LandmarkCrossed)told[i].Detail;
            Assert.True(told[i].Kind == EventKind.Enter || i > 0 || crossed.EnteredAt is null, "It was left before it was entered.");
            if (i == 0)
            {
                continue;
            }

            var before = (EventDetail.LandmarkCrossed)told[i - 1].Detail;
            Assert.NotEqual(told[i - 1].Kind, told[i].Kind);
            Assert.True(told[i - 1].OccurredAt <= told[i].OccurredAt, "It happened before what came before it.");
            Assert.Equal(told[i].Kind == EventKind.Leave, before.VisitId == crossed.VisitId);
            if (told[i].Kind == EventKind.Leave && !before.Initial)
            {
                Assert.Equal(told[i - 1].OccurredAt, crossed.EnteredAt);
                Assert.Equal(told[i].OccurredAt.SecondsSince(told[i - 1].OccurredAt), crossed.DwellSeconds);
            }
        }
    }

    private static void ForEvery(int count, Action<int> law) =>
        Laws.ForEverySeed(count, count * 50, law);
}
