using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Reporting;
using EdgeRelay.Simulator.Scenarios;
using EdgeRelay.Simulator.Sending;
using EdgeRelay.Testing;

namespace EdgeRelay.Simulator.Tests.Sending;

public sealed class DispatcherTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Latency_counts_from_the_planned_time_even_when_the_broker_stalls()
    {
        var clock = new ManualClock();
        var tally = new RunTally();
        var sink = new StalledSink();
        var messages = CityScenario.Messages(Given.City(1) with { Messages = 1 });

        var run = new Dispatcher(sink, new Pace(clock, 1), tally, 10).Run(messages, default);
        clock.Advance(TimeSpan.FromMilliseconds(750));
        sink.Acknowledge();

        Assert.True(await run.WaitAsync(Deadline));
        Assert.Equal(750, RunSummary.Of(tally, TimeSpan.FromSeconds(1), false).LatencyMilliseconds!.Max, 1.0);
    }

    [Fact]
    public async Task A_refused_message_is_counted_by_its_reason_and_the_run_goes_on()
    {
        var tally = new RunTally();
        var sink = new StalledSink();
        var run = new Dispatcher(sink, new Pace(new ManualClock(), double.PositiveInfinity), tally, 10)
            .Run(CityScenario.Messages(Given.City(1) with { Messages = 3 }), default);

        sink.Refuse("not today");

        Assert.True(await run.WaitAsync(Deadline));
        Assert.Equal((3, 3, 0, 3), (tally.Planned, tally.Sent, tally.Acknowledged, tally.Failed));
        Assert.Equal(3, tally.Failures["not today"]);
    }

    [Fact]
    public async Task A_stop_ends_an_endless_run()
    {
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock();
        var sink = new StalledSink();
        var run = new Dispatcher(sink, new Pace(clock, 1), new RunTally(), 10).Run(CityScenario.Messages(Given.City(1)), stop.Token);
        sink.Acknowledge();

        await stop.CancelAsync();

        Assert.False(await run.WaitAsync(Deadline));
    }

    /// <summary>Takes everything and answers when the test says so.</summary>
    private sealed class StalledSink : ITelemetrySink
    {
        private readonly TaskCompletionSource _answer = new();

        public Task Send(PlannedMessage message) => _answer.Task;

        public void Acknowledge() => _answer.SetResult();

        public void Refuse(string reason) => _answer.SetException(new InvalidOperationException(reason));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
