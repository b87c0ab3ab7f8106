using System.Globalization;
using EdgeRelay.Simulator.Sending;
using Spectre.Console;

namespace EdgeRelay.Simulator.Reporting;

/// <summary>Says how a run is doing: a live line on a terminal, else a plain line each five seconds.</summary>
internal sealed class ProgressReporter(TimeProvider clock, TextWriter talk, bool isTerminal)
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LiveEvery = TimeSpan.FromMilliseconds(250);

    /// <param name="expected">Messages in all; null when there is no end.</param>
    public Task Run(RunTally tally, Pace pace, long? expected, CancellationToken finished) =>
        isTerminal ? RunLive(tally, pace, expected, finished) : RunPlain(tally, pace, expected, finished);

    internal static string Line(RunTally tally, TimeSpan elapsed, long? expected)
    {
        var of = expected is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
        var rate = elapsed > TimeSpan.Zero ? tally.Acknowledged / elapsed.TotalSeconds : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{elapsed.TotalSeconds,6:0} s  sent {tally.Sent}{of}  acknowledged {tally.Acknowledged}  in flight {tally.Sent - tally.Acknowledged - tally.Failed}  failed {tally.Failed}  {rate:0} msg/s");
    }

    private async Task RunPlain(RunTally tally, Pace pace, long? expected, CancellationToken finished)
    {
        using var timer = new PeriodicTimer(PlainEvery, clock);
        while (await Tick(timer, finished))
        {
            await talk.WriteLineAsync(Line(tally, pace.Elapsed, expected));
        }
    }

    private async Task RunLive(RunTally tally, Pace pace, long? expected, CancellationToken finished)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(talk) });
        using var timer = new PeriodicTimer(LiveEvery, clock);
        await console.Live(new Text(Line(tally, pace.Elapsed, expected))).StartAsync(async live =>
        {
            while (await Tick(timer, finished))
            {
                live.UpdateTarget(new Text(Line(tally, pace.Elapsed, expected)));
            }

            live.UpdateTarget(new Text(Line(tally, pace.Elapsed, expected)));
        });
    }

    private static async ValueTask<bool> Tick(PeriodicTimer timer, CancellationToken finished)
    {
        try
        {
            return await timer.WaitForNextTickAsync(finished);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
