using EdgeRelay.Testing;
using FsCheck.Fluent;

namespace EdgeRelay.Mqtt.Tests;

public sealed class AckWindowTests
{
    [Fact]
    public void Messages_are_released_in_order_of_receipt_however_they_are_settled()
    {
        // Each number picks which of the open tickets is settled next; every third step takes a new message first.
        Prop.ForAll<byte[]>(picks =>
        {
            var window = new AckWindow(5);
            var open = new List<long>();
            var released = new List<ushort>();
            ushort taken = 0;
            foreach (var pick in picks)
            {
                if (!window.IsFull && pick % 3 != 0)
                {
                    open.Add(window.Take(++taken, QualityOfService.AtLeastOnce));
                }
                else if (open.Count > 0)
                {
                    var at = pick % open.Count;
                    window.Settle(open[at], AckOutcome.Committed);
                    open.RemoveAt(at);
                }

                Drain(window, released);
            }

            open.Reverse();
            open.ForEach(sequence => window.Settle(sequence, AckOutcome.Committed));
            Drain(window, released);
            return released.SequenceEqual(Enumerable.Range(1, taken).Select(id => (ushort)id)) && window.Count == 0;
        }).MustHold();
    }

    [Fact]
    public void Only_the_oldest_message_says_that_something_can_be_released()
    {
        var window = new AckWindow(4);
        var first = window.Take(1, QualityOfService.AtLeastOnce);
        var second = window.Take(2, QualityOfService.AtLeastOnce);

        Assert.False(window.Settle(second, AckOutcome.Committed));
        Assert.True(window.Settle(first, AckOutcome.Committed));
    }

    [Fact]
    public void A_ticket_settled_twice_does_nothing_to_the_message_that_has_its_slot_now()
    {
        var window = new AckWindow(1);
        var first = window.Take(1, QualityOfService.AtLeastOnce);
        window.Settle(first, AckOutcome.Committed);
        Drain(window, []);
        window.Take(2, QualityOfService.AtLeastOnce);

        window.Settle(first, AckOutcome.Abandoned);

        Assert.False(window.TryPeek(out _, out _, out _));
    }

    [Fact]
    public void It_is_full_at_its_capacity_and_not_before()
    {
        var window = new AckWindow(3);
        window.Take(1, QualityOfService.AtLeastOnce);
        window.Take(2, QualityOfService.AtLeastOnce);
        Assert.False(window.IsFull);

        window.Take(3, QualityOfService.AtLeastOnce);
        Assert.True(window.IsFull);

        window.Untake();
        Assert.False(window.IsFull);
    }

    [Fact]
    public async Task Settling_from_many_threads_loses_nothing()
    {
        const int Messages = 200_000;
        var window = new AckWindow(64);
        var work = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var settlers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await foreach (var sequence in work.Reader.ReadAllAsync())
            {
                window.Settle(sequence, AckOutcome.Committed);
            }
        })).ToArray();

        var released = new List<ushort>();
        for (var taken = 0; released.Count < Messages;)
        {
            while (taken < Messages && !window.IsFull)
            {
                work.Writer.TryWrite(window.Take((ushort)taken++, QualityOfService.AtLeastOnce));
            }

            Drain(window, released);
        }

        work.Writer.Complete();
        await Task.WhenAll(settlers).WaitAsync(Deadline.Long);
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => (ushort)i), released);
    }

    private static void Drain(AckWindow window, List<ushort> released)
    {
        while (window.TryPeek(out var id, out _, out _))
        {
            released.Add(id);
            window.Release();
        }
    }
}
