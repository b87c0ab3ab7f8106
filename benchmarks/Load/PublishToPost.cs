using System.Diagnostics;
using System.Globalization;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// From the planned moment of a publish to the start of its POST at the receiver, at a steady rate. An open loop: a slow answer delays no later
/// message, and a message that leaves late counts from when it should have left. The vehicle and its event time tell which message a POST is.
/// </summary>
internal static class PublishToPost
{
    private const int Vehicles = 500;
    private const int MeasuredSeconds = 20;
    private const double MedianTargetMs = 4;
    private const double TailTargetMs = 25;

    /// <returns>0 when both targets are met and every message arrived.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line($"latency: {options.Rate} events/s for {MeasuredSeconds} s after {options.WarmUp} s of warm-up, {Vehicles} vehicles"));
        using var receiver = Child.StartOwn("receiver");
        var address = new Uri(await receiver.FirstLine);
        using var counter = new ReceiverCounter(address);
        using var gateway = await GatewayChild.Start();
        await gateway.AddWebhook(new Uri(address, "/stamped"));
        using var load = await LoadGenerator.Open(gateway.MqttPort, Vehicles, 1, WholeWay.Window);
        var warm = await WholeWay.Run(options.WarmUp, load, gateway, counter);
        output.WriteLine(Rounds.Line($"  warm-up: {warm.PerSecond:F0} POSTs/s at most"));
        var epochMs = TimeProvider.System.GetUtcNow().AddHours(-12).ToUnixTimeMilliseconds();
        var plan = new SendPlan(options.Rate, Vehicles, MeasuredSeconds * options.Rate, epochMs);
        var before = gateway.Child.ProcessorSeconds;
        var lateness = await plan.Send(load.Connections);
        var processors = (gateway.Child.ProcessorSeconds - before) / MeasuredSeconds;
        var arrivals = await AllOf(counter, plan);
        var measured = arrivals.Select(plan.MillisecondsOf).Order().ToList();
        double At(double share) => measured[(int)((measured.Count - 1) * share)];
        output.WriteLine(Rounds.Line(
            $"  {arrivals.Count} of {plan.Messages} arrived; gateway {processors:F2} processors; sent late by p50 {lateness.P50:F2} ms, p99 {lateness.P99:F2} ms (contained)"));
        output.WriteLine(Rounds.Line(
            $"latency: p50 {At(0.5):F2} ms (target {MedianTargetMs}), p90 {At(0.9):F2}, p99 {At(0.99):F2} ms (target {TailTargetMs}), p99.9 {At(0.999):F2}, longest {measured[^1]:F1}"));
        output.WriteLine("  p99 of each second, ms: " + string.Join(' ', BySecond(arrivals, plan)));
        return arrivals.Count >= plan.Messages && At(0.5) <= MedianTargetMs && At(0.99) <= TailTargetMs ? 0 : 1;
    }

    /// <summary>Tells a single stall from a tail that is always there.</summary>
    private static IEnumerable<string> BySecond(List<Arrival> arrivals, SendPlan plan)
    {
        var first = arrivals.Min(a => a.Timestamp);
        return arrivals
            .GroupBy(a => (a.Timestamp - first) / Stopwatch.Frequency)
            .OrderBy(second => second.Key)
            .Select(second => second.Select(plan.MillisecondsOf).Order().ElementAt((int)((second.Count() - 1) * 0.99)))
            .Select(p99 => p99.ToString("F0", CultureInfo.InvariantCulture));
    }

    private static async Task<List<Arrival>> AllOf(ReceiverCounter counter, SendPlan plan)
    {
        var started = Stopwatch.GetTimestamp();
        List<Arrival> arrivals = [];
        while (arrivals.Count < plan.Messages && Stopwatch.GetElapsedTime(started).TotalSeconds < 30)
        {
            await Task.Delay(200);
            arrivals = [.. (await counter.Arrivals()).Where(plan.Holds)];
        }

        return arrivals;
    }
}
