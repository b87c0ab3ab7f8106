namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// Messages that change states and fire nothing: 500 vehicles, a connection each. The gateway decodes, runs the rules, commits with a sync
/// and acknowledges; the baseline acknowledges.
/// </summary>
internal static class StateOnly
{
    public const int Vehicles = 500;
    public const int Window = 64;
    public const double Target = 0.15;

    /// <returns>0 when the target is met.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line($"state: {Vehicles} vehicles, window {Window}, {options.Rounds} rounds of {options.Seconds} s a side"));
        using var baseline = Child.StartOwn("null-endpoint");
        using var gateway = await GatewayChild.Start();
        using var toBaseline = await LoadGenerator.Open(int.Parse(await baseline.FirstLine, null), Vehicles, 1, Window);
        using var toGateway = await LoadGenerator.Open(gateway.MqttPort, Vehicles, 1, Window);
        await toBaseline.Run(TimeSpan.FromSeconds(options.WarmUp), baseline);
        await toGateway.Run(TimeSpan.FromSeconds(options.WarmUp), gateway.Child);
        var (nothing, whole) = (new Rounds("no work", "acks"), new Rounds("gateway", "acks"));
        for (var round = 0; round < options.Rounds; round++)
        {
            nothing.Add(await toBaseline.Run(TimeSpan.FromSeconds(options.Seconds), baseline), output);
            whole.Add(await toGateway.Run(TimeSpan.FromSeconds(options.Seconds), gateway.Child), output);
        }

        nothing.Summarise(output);
        whole.Summarise(output);
        var ratio = whole.MedianPerSecond / nothing.MedianPerSecond;
        output.WriteLine(Rounds.Line(
            $"state: ratio {ratio:F3} by rate (target {Target}), {nothing.MedianMicroseconds / whole.MedianMicroseconds:F3} by processor time; {gateway.DataBytes / (double)toGateway.Acknowledged:F0} bytes on disk a message"));
        return ratio >= Target ? 0 : 1;
    }
}
