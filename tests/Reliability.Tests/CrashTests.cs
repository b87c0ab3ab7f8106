using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Reliability.Tests.Checking;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.Reliability.Tests;

/// <summary>
/// SIGKILL under load: after the last start every acknowledged message's events are at the receiver, once each by id, unaltered and in order.
/// This proves a crash of the process; a power cut is another matter.
/// </summary>
[Collection(nameof(ReliabilityGroup))]
[Trait("speed", "slow")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int MessagesPerLife = 1_000;

    /// <summary>Never awaited, so that a life does not end for want of something to publish.</summary>
    private const int SpareMessages = 200;

    [Fact]
    public async Task Killed_at_random_moments_it_loses_and_doubles_nothing()
    {
        var verdict = await KillAtRandom("kills", Seeds.Times(everyday: 5, soak: 1_000));

        Assert.True(verdict.IsClean, verdict.ToString());
    }

    [Fact]
    public async Task Killed_with_tiny_batches_and_states_stored_often_it_loses_and_doubles_nothing()
    {
        var verdict = await KillAtRandom("tiny", Seeds.Times(everyday: 3, soak: 100), new Dictionary<string, string>
        {
            ["VEHICLES__BATCHMESSAGES"] = "3",
            ["VEHICLES__STATEEVERYSAMPLES"] = "1",
            ["VEHICLES__STATEEVERYSECONDS"] = "1",
        });

        Assert.True(verdict.IsClean, verdict.ToString());
    }

    [Fact]
    public async Task Killed_with_states_never_stored_the_whole_journal_gives_them_back()
    {
        var verdict = await KillAtRandom("journal", Seeds.Times(everyday: 3, soak: 100), new Dictionary<string, string>
        {
            ["VEHICLES__STATEEVERYSAMPLES"] = "100000",
            ["VEHICLES__STATEEVERYSECONDS"] = "3600",
        });

        Assert.True(verdict.IsClean, verdict.ToString());
    }

    [Fact]
    public async Task Killed_at_each_fault_point_it_loses_and_doubles_nothing()
    {
        // A later passage wants more load than a busy machine gives in good time; the soak tries those.
        const int FirstPassage = 2;
        var mostPassages = Seeds.Times(everyday: 10, soak: 60);
        string[] points =
            [Fault.AfterRules, Fault.AfterStates, Fault.BeforeCommit, Fault.AfterCommit, Fault.BeforeHandover, Fault.AfterHandover];
        await using var run = await CrashRun.Begin("points", Seeds.Next(), output);
        for (var i = 0; i < Seeds.Times(everyday: 1, soak: 20) * points.Length; i++)
        {
            var fault = $"{points[i % points.Length]}:{run.Random.Next(FirstPassage, mostPassages)}:kill";
            await run.Kill();
            run.Publish(MessagesPerLife);
            await run.LiveAndDieByFault(fault);
        }

        await run.Live();
        var verdict = await run.Finish();

        Assert.True(verdict.IsClean, verdict.ToString());
    }

    [Fact]
    public async Task A_commit_that_fails_with_the_next_batches_queued_on_it_loses_nothing_and_acknowledges_nothing_falsely()
    {
        // The first commits are the start's own: a gateway whose store takes nothing does not start, and that is another matter.
        const int FirstPassage = 4;
        const int LatestPassage = 15;
        string[] points = [Fault.AfterStates, Fault.BeforeCommit];
        var breaks = 0;
        await using var run = await CrashRun.Begin(
            "commits", Seeds.Next(), output, new Dictionary<string, string> { ["VEHICLES__BATCHMESSAGES"] = "16" });
        for (var i = 0; i < Seeds.Times(everyday: 3, soak: 200); i++)
        {
            // The group fails, and so does the first of it on its own: what was built on that one waits in the queue behind it.
            await run.Kill();
            await run.Live($"{points[i % points.Length]}:{run.Random.Next(FirstPassage, LatestPassage)}:throw:2");
            var breaksBefore = run.Breaks;
            run.Publish(MessagesPerLife);
            await run.Acknowledgements(MessagesPerLife - SpareMessages);
            breaks += run.Breaks - breaksBefore;
        }

        var verdict = await run.Finish();

        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.True(breaks > 0, "No commit failed under a device's message: nothing was tried.");
    }

    /// <summary>The negative control: what proves that a loss would be seen.</summary>
    [Fact]
    public async Task Acknowledging_before_the_commit_is_found_out()
    {
        const int Tries = 3;
        var missing = 0;
        for (var i = 0; i < Tries && missing == 0; i++)
        {
            var verdict = await KillAtRandom("control", kills: 4, fault: Fault.AckBeforeCommit + ":1:on");
            missing = verdict.Missing.Count;
        }

        Assert.NotEqual(0, missing);
    }

    private async Task<Verdict> KillAtRandom(
        string name, int kills, IReadOnlyDictionary<string, string>? settings = null, string? fault = null)
    {
        await using var run = await CrashRun.Begin(name, Seeds.Next(), output, settings, fault);
        for (var i = 0; i < kills; i++)
        {
            run.Publish(MessagesPerLife);
            switch (run.Random.Next(10))
            {
                case 0:
                    await run.Kill();
                    await run.DieYoung(TimeSpan.FromMilliseconds(run.Random.Next(1_000)));
                    break;

                case 1 or 2 or 3:
                    await run.Deliveries(run.Random.Next(1, 300));
                    await run.Kill();
                    break;

                default:
                    await run.Acknowledgements(run.Random.Next(1, MessagesPerLife - SpareMessages));
                    await run.Kill();
                    break;
            }

            await run.Live(fault);
        }

        return await run.Finish(mustFail: fault is not null);
    }
}
