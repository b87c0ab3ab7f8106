using System.Globalization;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// Every message an event, every event a POST. The generator keeps a bounded number of messages ahead of the receiver, so that the rate is
/// that of the whole way. The baseline posts the same body with the same concurrency and does nothing else.
/// </summary>
internal static class EveryMessagePosts
{
    private const double Target = 0.4;

    /// <returns>0 when the target is met.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line($"post: {StateOnly.Vehicles} vehicles, {options.Rounds} rounds of {options.Seconds} s a side, {PostLoop.Concurrency} requests at a time"));
        using var receiver = Child.StartOwn("receiver");
        var address = new Uri(await receiver.FirstLine);
        using var counter = new ReceiverCounter(address);
        using var gateway = await GatewayChild.Start();
        await gateway.AddWebhook(new Uri(address, "/hook"));
        using var load = await LoadGenerator.Open(gateway.MqttPort, StateOnly.Vehicles, 1, WholeWay.Window);
        await WholeWay.Run(options.WarmUp, load, gateway, counter);
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, await counter.LastBody());
            return await Alternate(options, load, gateway, counter, new Uri(address, "/hook"), body, output);
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static async Task<int> Alternate(
        LoadOptions options, LoadGenerator load, GatewayChild gateway, ReceiverCounter counter, Uri hook, string body, TextWriter output)
    {
        var (bare, whole) = (new Rounds("HttpClient", "POSTs"), new Rounds("gateway", "POSTs"));
        for (var round = 0; round < options.Rounds; round++)
        {
            bare.Add(await Bare(options.Seconds, hook, body), output);
            whole.Add(await WholeWay.Run(options.Seconds, load, gateway, counter), output);
        }

        bare.Summarise(output);
        whole.Summarise(output);
        var ratio = whole.MedianPerSecond / bare.MedianPerSecond;
        output.WriteLine(Rounds.Line(
            $"post: ratio {ratio:F3} by rate (target {Target}), {bare.MedianMicroseconds / whole.MedianMicroseconds:F3} by processor time; body of {new FileInfo(body).Length} bytes"));
        return ratio >= Target ? 0 : 1;
    }

    public static async Task<Round> Bare(int seconds, Uri hook, string body)
    {
        using var child = Child.StartOwn("post-loop", hook.ToString(), seconds.ToString(CultureInfo.InvariantCulture), body);
        var result = (await child.FirstLine).Split(' ');
        return new Round(
            long.Parse(result[0], CultureInfo.InvariantCulture), double.Parse(result[1], CultureInfo.InvariantCulture), child.ProcessorSeconds, 0);
    }
}
