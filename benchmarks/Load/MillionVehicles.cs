namespace EdgeRelay.Benchmarks.Load;

/// <summary>
/// The same messages from a million vehicles, one after another, over 200 gateway connections; in the same run from 500 vehicles over as many
/// connections. A gateway each, so that neither finds the other's files.
/// </summary>
internal static class MillionVehicles
{
    private const int Connections = 200;
    private const double Target = 0.7;

    /// <returns>0 when the target is met.</returns>
    public static async Task<int> Run(LoadOptions options, TextWriter output)
    {
        output.WriteLine(Rounds.Line(
            $"million: {options.Vehicles} vehicles over {Connections} connections, window {StateOnly.Window}, {options.Rounds} rounds of {options.Seconds} s a side"));
        using var small = await GatewayChild.Start();
        using var large = await GatewayChild.Start();
        using var toSmall = await LoadGenerator.Open(small.MqttPort, StateOnly.Vehicles, 1, StateOnly.Window);
        var perConnection = options.Vehicles / Connections;
        using var toLarge = await LoadGenerator.Open(large.MqttPort, Connections, perConnection, StateOnly.Window, GatewayChild.Key);
        await toSmall.Run(TimeSpan.FromSeconds(options.WarmUp), small.Child);
        var first = await toLarge.Send(perConnection, large.Child);
        output.WriteLine(Rounds.Line($"  registering    {first.PerSecond:F0} vehicles/s, {first.TargetMicroseconds:F1} us of processor each"));
        await toLarge.Run(TimeSpan.FromSeconds(options.WarmUp), large.Child);
        var (few, many) = (new Rounds("500", "acks"), new Rounds("million", "acks"));
        for (var round = 0; round < options.Rounds; round++)
        {
            few.Add(await toSmall.Run(TimeSpan.FromSeconds(options.Seconds), small.Child), output);
            many.Add(await toLarge.Run(TimeSpan.FromSeconds(options.Seconds), large.Child), output);
        }

        few.Summarise(output);
        many.Summarise(output);
        var ratio = many.MedianPerSecond / few.MedianPerSecond;
        output.WriteLine(Rounds.Line(
            $"million: ratio {ratio:F3} by rate (target {Target}), {few.MedianMicroseconds / many.MedianMicroseconds:F3} by processor time"));
        return ratio >= Target ? 0 : 1;
    }
}
