using EdgeRelay.Relay.Delivery;

namespace EdgeRelay.Relay.Tests.Delivery;

public sealed class BacklogReadsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Reads_are_done_one_at_a_time_in_the_order_in_which_they_were_asked_for()
    {
        var reads = new BacklogReads();
        var (order, open, most) = (new List<int>(), 0, 0);
        var done = new TaskCompletionSource();
        Parallel.For(0, 8, _ => reads.Ask(() =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            Interlocked.Decrement(ref open);
        }));
        for (var i = 0; i < 200; i++)
        {
            var number = i;
            reads.Ask(() =>
            {
                most = Math.Max(most, Interlocked.Increment(ref open));
                order.Add(number);
                Interlocked.Decrement(ref open);
            });
        }

        reads.Ask(done.SetResult);
        await done.Task.WaitAsync(Deadline);

        Assert.Equal(Enumerable.Range(0, 200), order);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_stop_waits_for_the_read_that_is_under_way_and_forgets_the_rest()
    {
        var reads = new BacklogReads();
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var others = 0;
        reads.Ask(() =>
        {
            begun.Release();
            goOn.Wait();
        });
        reads.Ask(() => others++);
        Assert.True(await begun.WaitAsync(Deadline));

        var stopped = reads.StopAsync();
        reads.Ask(() => others++);
        Assert.False(stopped.IsCompleted);
        goOn.Release();

        await stopped.WaitAsync(Deadline);
        Assert.Equal(0, others);
        Assert.True(reads.StopAsync().IsCompleted);
    }
}
