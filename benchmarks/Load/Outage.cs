using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// An endpoint fails, events pile up behind the breaker, the endpoint is well again: how fast does the backlog go out, against a bare HttpClient
/// loop that posts the same body to the same receiver? From the first accepted POST to the last.
/// </summary>
internal static class Outage
{
    private const int PerVehicle = 120;
    private const double Target = 0.5;

    /// <summary>Longest time until the breaker tries again.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(6);

    /// <returns>0 when the target is met and everything came in order.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        var backlog = PerVehicle * StateOnly.Vehicles;
        output.WriteLine(Rounds.Line($"outage: {backlog} events of {StateOnly.Vehicles} vehicles while the endpoint fails, {options.Rounds} rounds"));
        using var receiver = Child.StartOwn("receiver");
        var address = new Uri(await receiver.FirstLine);
        var hook = new Uri(address, "/stamped/fail");
        using var counter = new ReceiverCounter(address);
        using var gateway = await GatewayChild.Start();
        await gateway.AddWebhook(hook);
        using var load = await LoadGenerator.Open(gateway.MqttPort, StateOnly.Vehicles, 1, WholeWay.Window);
        await WholeWay.Run(options.WarmUp, load, gateway, counter);
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, await counter.LastBody());
            var (bare, drained) = (new Rounds("HttpClient", "POSTs"), new Rounds("drain", "POSTs"));
            var inOrder = true;
            for (var round = 0; round < options.Rounds; round++)
            {
                bare.Add(await EveryMessagePosts.Bare(options.Seconds, hook, body), output);
                inOrder &= await Drain(load, gateway, counter, drained, output);
            }

            bare.Summarise(output);
            drained.Summarise(output);
            var ratio = drained.MedianPerSecond / bare.MedianPerSecond;
            output.WriteLine(Rounds.Line(
                $"outage: ratio {ratio:F3} by rate (target {Target}), {bare.MedianMicroseconds / drained.MedianMicroseconds:F3} by processor time; {(inOrder ? "all arrived, in order" : "NOT all in order")}"));
            return inOrder && ratio >= Target ? 0 : 1;
        }
        finally
        {
            File.Delete(body);
        }
    }

    /// <returns>Whether all came, each vehicle's in order.</returns>
    private static async Task<bool> Drain(LoadGenerator load, GatewayChild gateway, ReceiverCounter counter, Rounds drained, TextWriter output)
    {
        var backlog = PerVehicle * StateOnly.Vehicles;
        var before = (await counter.Arrivals()).Length;
        await counter.LetLoose();
        await load.Send(PerVehicle, gateway.Child);
        await counter.Mend();
        var mended = Stopwatch.GetTimestamp();
        var count = await counter.Count();
        while (await counter.Count() == count && Stopwatch.GetElapsedTime(mended) < LongestPause)
        {
            await Task.Delay(5);
        }

        var (cost, waited) = (gateway.Child.ProcessorSeconds, Stopwatch.GetElapsedTime(mended).TotalSeconds);
        while (await counter.Count() - count < backlog && Stopwatch.GetElapsedTime(mended) < LongestPause)
        {
            await Task.Delay(20);
        }

        cost = gateway.Child.ProcessorSeconds - cost;
        var arrivals = (await counter.Arrivals())[before..];
        var seconds = Stopwatch.GetElapsedTime(arrivals.Min(a => a.Timestamp), arrivals.Max(a => a.Timestamp)).TotalSeconds;
        drained.Add(new Round(arrivals.Length, seconds, cost, 0), output);
        output.WriteLine(Rounds.Line($"    the breaker tried {waited:F1} s after the endpoint was well"));
        return arrivals.Length == backlog && arrivals.GroupBy(a => a.Vehicle).All(IsInOrder);
    }

    private static bool IsInOrder(IEnumerable<Arrival> arrivals)
    {
        var times = arrivals.Select(a => a.OccurredMs).ToList();
        return times.Count == PerVehicle && times.SequenceEqual(times.Order());
    }
}
