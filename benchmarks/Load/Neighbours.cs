namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// What bad endpoints do to the good ones beside them. Two gateways get the same telemetry at planned times; each endpoint gets the events of one
/// vehicle. In one of them the vehicles of the bad endpoints have no webhook. The bad ones answer well in the warm-up, so that they have all the
/// places of good ones when they turn.
/// </summary>
internal static class Neighbours
{
    private const int EventsPerSecond = 1_200;
    private const int RoundSeconds = 20;
    private const double RatioTarget = 1.3;

    /// <summary>Growth of the peak from the warm-up's to the last round's, of the gateway with bad endpoints over that of the other one.</summary>
    private const double MegabytesTarget = 64;

    /// <returns>0 when both mixtures meet both targets.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line(
            $"neighbours: {EventsPerSecond} events/s at planned times, {options.Rounds} rounds of {RoundSeconds} s a side after {options.WarmUp} s of warm-up"));
        var few = await Measure("5 of 100", 95, Manners.Bad, options, output);
        var many = await Measure("300 of 1,000 hang", 700, [.. Enumerable.Repeat("hang", 300)], options, output);
        return few && many ? 0 : 1;
    }

    private static async Task<bool> Measure(string name, int good, IReadOnlyList<string> bad, LoadOptions options, TextWriter output)
    {
        var all = good + bad.Count;
        using var receiver = Child.StartOwn("receiver", all.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var addresses = (await receiver.FirstLine).Split(' ').Select(a => new Uri(a)).ToList();
        using var counter = new ReceiverCounter(addresses[0]);
        var urls = addresses.Select((address, i) => new Uri(address, i < good ? "/stamped" : "/stamped/" + bad[i - good])).ToList();
        using var alone = await NeighbourSide.Start("alone", urls[..good], all, good, EventsPerSecond, counter);
        using var beside = await NeighbourSide.Start("beside", urls, all, good, EventsPerSecond, counter);
        await alone.Run(options.WarmUp);
        await beside.Run(options.WarmUp);
        alone.EndWarmUp();
        beside.EndWarmUp();
        await counter.LetLoose();
        for (var round = 0; round < options.Rounds; round++)
        {
            output.WriteLine($"  {await alone.Run(RoundSeconds)}");
            output.WriteLine($"  {await beside.Run(RoundSeconds)}");
        }

        var ratio = beside.MedianP99 / alone.MedianP99;
        var growth = beside.GrowthMegabytes - alone.GrowthMegabytes;
        output.WriteLine(Rounds.Line(
            $"neighbours, {name}: p99 of the good {beside.MedianP99:F1} ms ({beside.Spread}) beside them, {alone.MedianP99:F1} ms ({alone.Spread}) alone, ratio {ratio:F2} (target {RatioTarget}); memory grew by {growth:F0} MB more (target {MegabytesTarget})"));
        return alone.AllArrived && beside.AllArrived && ratio <= RatioTarget && growth <= MegabytesTarget;
    }
}
