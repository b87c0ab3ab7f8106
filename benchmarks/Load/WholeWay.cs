namespace EdgeRelay.Benchmarks.Load;

/// <summary>Load from publish to POST: the generator keeps a bounded number of messages ahead of the receiver.</summary>
internal static class WholeWay
{
    /// <summary>Messages of a connection that may await their acks.</summary>
    public const int Window = 8;

    private const int Ahead = Window * StateOnly.Vehicles;

    /// <summary>Sends for a while and waits for the last POST.</summary>
    /// <returns>POSTs, the whole time, and the gateway's processor time.</returns>
    public static async Task<Round> Run(int seconds, LoadGenerator load, GatewayChild gateway, ReceiverCounter counter)
    {
        var before = await counter.Count();
        var meter = new RoundMeter(load, gateway.Child);
        var credit = new Credit(TimeSpan.FromSeconds(seconds)) { Allowed = Ahead };
        var sending = Task.WhenAll(load.Connections.Select(c => Task.Run(async () =>
        {
            while (!credit.IsOver)
            {
                await c.Run(credit.Take);
                await Task.Delay(2);
            }
        })));
        while (!credit.IsOver)
        {
            await Task.Delay(5);
            credit.Allowed = await counter.Count() - before + Ahead;
        }

        await sending;
        // The stretch ends with the last POST, so nothing is left for the next one to pay.
        while (await counter.Count() - before < credit.Sent)
        {
            await Task.Delay(5);
        }

        return meter.Stop() with { Count = credit.Sent };
    }
}
