using System.CommandLine;
using System.Globalization;
using EdgeRelay.Simulator.Reporting;
using EdgeRelay.Simulator.Sending;

namespace EdgeRelay.Simulator.Commands;

/// <summary>One run from connecting to the summary, or a dry run.</summary>
internal sealed class SendingSession(Surroundings surroundings, SendingOptions options, ParseResult parsed)
{
    /// <summary>Messages in flight over all connections, at a paced run: more than any honest stall needs.</summary>
    private const int PacedInFlight = 100_000;

    /// <summary>Per connection, when the acknowledgements are the pace.</summary>
    private const int UnpacedInFlightPerConnection = 16;

    public async Task<int> Run(SendingJob job, CancellationToken stop)
    {
        if (options.IsDryRun(parsed))
        {
            return Rehearse(job, stop);
        }

        var broker = options.Broker(parsed) with { Account = job.Account };
        try
        {
            await using var sink = await surroundings.Connect(broker, job.Vehicles, stop);
            return Report(await Send(job, broker, sink, stop));
        }
        catch (BrokerUnreachableException unreachable)
        {
            Say($"{unreachable.Message} Is the gateway running there? Start it with ./edge run, or name another with --broker.");
            return ExitCode.Unreachable;
        }
        catch (BrokerRefusedException refused)
        {
            Say($"{refused.Message} {WhatHelps(broker)}");
            return ExitCode.Unauthorized;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say("Stopped before all vehicles were connected.");
            return ExitCode.Error;
        }
    }

    private async Task<RunSummary> Send(SendingJob job, BrokerSettings broker, ITelemetrySink sink, CancellationToken stop)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{job.Vehicles.Count} vehicles connected to {broker}"));
        var tally = new RunTally();
        var pace = new Pace(surroundings.Clock, job.Factor);
        var connections = Math.Min(broker.Connections ?? job.Vehicles.Count, job.Vehicles.Count);
        var inFlight = pace.IsUnlimited ? Math.Min(PacedInFlight, connections * UnpacedInFlightPerConnection) : PacedInFlight;
        using var sending = new CancellationTokenSource();
        var progress = new ProgressReporter(surroundings.Clock, surroundings.Talk, surroundings.TalkIsTerminal)
            .Run(tally, pace, job.ExpectedMessages, sending.Token);
        try
        {
            var finished = await new Dispatcher(sink, pace, tally, inFlight).Run(job.Messages(tally), stop);
            return RunSummary.Of(tally, pace.Elapsed, !finished);
        }
        finally
        {
            await sending.CancelAsync();
            await progress;
        }
    }

    private int Report(RunSummary summary)
    {
        surroundings.Out.Write(options.AsJson(parsed) ? SummaryText.AsJson(summary) : SummaryText.Plain(summary));
        var missed = options.Thresholds(parsed).Where(threshold => !threshold.IsMet(summary)).ToList();
        foreach (var threshold in missed)
        {
            Say($"Threshold missed: {threshold}");
        }

        return missed.Count > 0 ? ExitCode.ThresholdMissed : summary.Failed > 0 ? ExitCode.Error : ExitCode.Ok;
    }

    private int Rehearse(SendingJob job, CancellationToken stop)
    {
        using var file = options.OutFile(parsed)?.Create();
        using var buffered = file is null ? null : new BufferedStream(file, 1 << 16);
        var result = DryRun.Write(job.Messages(new RunTally()), buffered, stop);
        surroundings.Out.Write(options.AsJson(parsed)
            ? string.Create(CultureInfo.InvariantCulture, $"{{\"messages\":{result.Messages},\"sha256\":\"{result.Sha256}\"}}\n")
            : string.Create(CultureInfo.InvariantCulture, $"{result.Messages} messages, SHA-256 {result.Sha256}\n"));
        return ExitCode.Ok;
    }

    private static string WhatHelps(BrokerSettings broker) => broker.Connections is null
        ? "Check --username and --password, or allow open enrolment at the gateway."
        : "With --connections a client speaks for several vehicles: give an API key of the account as --password.";

    private void Say(string sentence) => surroundings.Talk.WriteLine(sentence);
}
