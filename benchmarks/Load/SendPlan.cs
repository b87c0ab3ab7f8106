using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Which message is due when: message i belongs to vehicle i mod V and is due i/rate seconds after the start.</summary>
/// <param name="epochMs">Event time of each vehicle's first message, Unix ms; the next ones are a second apart. Plans of one run must not overlap in it.</param>
internal sealed class SendPlan(int rate, int vehicles, int messages, long epochMs)
{
    private long _started;

    public int Messages => messages;

    /// <summary>Sends everything when it is due; acks are read beside it.</summary>
    /// <returns>How late messages left.</returns>
    public async Task<(double P50, double P99)> Send(IReadOnlyList<LoadConnection> connections)
    {
        var reading = connections.Select((c, vehicle) => Task.Run(async () =>
        {
            var due = (messages / vehicles) + (vehicle < messages % vehicles ? 1 : 0);
            for (var acks = 0; acks < due;)
            {
                acks += await c.ReceiveAcks();
            }
        })).ToList();
        var late = new double[messages];
        await Task.Factory.StartNew(() => SendOnTime(connections, late), TaskCreationOptions.LongRunning);
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(30));
        Array.Sort(late);
        return (late[messages / 2], late[messages * 99 / 100]);
    }

    /// <summary>From when the message was due to its arrival, ms.</summary>
    public double MillisecondsOf(Arrival arrival) => Milliseconds(arrival.Timestamp - DueAt(IndexOf(arrival)));

    /// <summary>Whether the POST is of one of these messages.</summary>
    public bool Holds(Arrival arrival) => arrival.OccurredMs >= epochMs && IndexOf(arrival) < messages;

    /// <summary>A vehicle's n-th message has the n-th second as its event time.</summary>
    private int IndexOf(Arrival arrival) => (int)((((arrival.OccurredMs - epochMs) / 1000) * vehicles) + arrival.Vehicle);

    private long DueAt(int index) => _started + (long)((double)index / rate * Stopwatch.Frequency);

    private void SendOnTime(IReadOnlyList<LoadConnection> connections, double[] late)
    {
        _started = Stopwatch.GetTimestamp();
        for (var i = 0; i < messages;)
        {
            var now = Stopwatch.GetTimestamp();
            if (DueAt(i) > now)
            {
                // The shortest sleep there is; a spinning wait would take one of two processors from the gateway.
                Thread.Sleep(1);
                continue;
            }

            var turn = i / vehicles;
            connections[i % vehicles].SendOne(0, epochMs + (turn * 1000L), turn).AsTask().GetAwaiter().GetResult();
            late[i] = Milliseconds(Stopwatch.GetTimestamp() - DueAt(i));
            i++;
        }
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
