using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>One gateway with an endpoint for each vehicle, and how late the good ones got what was sent.</summary>
internal sealed class NeighbourSide : IDisposable
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(30);

    /// <summary>Event time of the next plan; of both sides, so that the receiver's arrivals tell them apart.</summary>
    private static DateTimeOffset _next = TimeProvider.System.GetUtcNow().AddDays(-2);

    private readonly string _name;
    private readonly GatewayChild _gateway;
    private readonly LoadGenerator _load;
    private readonly ResidentWatch _memory;
    private readonly ReceiverCounter _counter;
    private readonly int _good;
    private readonly int _perSecond;
    private readonly List<double> _p99 = [];
    private double _warmMegabytes;
    private double _lastMegabytes;

    private NeighbourSide(string name, GatewayChild gateway, LoadGenerator load, int good, int perSecond, ReceiverCounter counter)
    {
        (_name, _gateway, _load, _good, _perSecond, _counter) = (name, gateway, load, good, perSecond, counter);
        _memory = new ResidentWatch(gateway.Child);
    }

    public bool AllArrived { get; private set; } = true;

    public double MedianP99 => _p99.Order().ElementAt(_p99.Count / 2);

    public string Spread => Rounds.Line($"{_p99.Min():F1} to {_p99.Max():F1}");

    public double GrowthMegabytes => _lastMegabytes - _warmMegabytes;

    /// <param name="urls">An endpoint each; the good ones come first.</param>
    /// <param name="vehicles">They all send; those beyond the endpoints cause nothing.</param>
    public static async Task<NeighbourSide> Start(
        string name, List<Uri> urls, int vehicles, int good, int perSecond, ReceiverCounter counter)
    {
        var gateway = await GatewayChild.Start();
        for (var i = 0; i < urls.Count; i++)
        {
            await gateway.AddWebhook(urls[i], TelemetryPacket.VehicleId(i));
        }

        var load = await LoadGenerator.Open(gateway.MqttPort, vehicles, 1, WholeWay.Window);
        return new NeighbourSide(name, gateway, load, good, perSecond, counter);
    }

    /// <summary>Sends for a while and waits for what the good endpoints are to get.</summary>
    /// <returns>What was measured, in words.</returns>
    public async Task<string> Run(int seconds)
    {
        var vehicles = _load.Connections.Count;
        // Whole turns, so that the last message of every vehicle is there to be waited for.
        var plan = new SendPlan(_perSecond, vehicles, _perSecond * seconds / vehicles * vehicles, _next.ToUnixTimeMilliseconds());
        _next += Apart;
        var before = _gateway.Child.ProcessorSeconds;
        var sentLate = await plan.Send(_load.Connections);
        var processors = (_gateway.Child.ProcessorSeconds - before) / seconds;
        var expected = plan.Messages / vehicles * _good;
        var arrivals = await AllOf(plan, expected);
        AllArrived &= arrivals.Count == expected;
        _lastMegabytes = _memory.TakePeakMegabytes();
        var late = arrivals.Select(plan.MillisecondsOf).Order().ToList();
        double At(double share) => late[(int)((late.Count - 1) * share)];
        _p99.Add(At(0.99));
        return Rounds.Line(
            $"{_name,-6} p50 {At(0.5):F1} ms, p99 {At(0.99):F1}, longest {late[^1]:F0}; {arrivals.Count} of {expected}; sent late by p99 {sentLate.P99:F1}; gateway {processors:F2} processors, {_lastMegabytes:F0} MB");
    }

    /// <summary>What was measured so far does not count, but for the memory: that is what it grows from.</summary>
    public void EndWarmUp()
    {
        _p99.Clear();
        _warmMegabytes = _lastMegabytes;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _load.Dispose();
        _gateway.Dispose();
    }

    private async Task<List<Arrival>> AllOf(SendPlan plan, int expected)
    {
        var started = Stopwatch.GetTimestamp();
        List<Arrival> arrivals = [];
        while (arrivals.Count < expected && Stopwatch.GetElapsedTime(started).TotalSeconds < 30)
        {
            await Task.Delay(200);
            arrivals = [.. (await _counter.Arrivals()).Where(a => a.Vehicle < _good && plan.Holds(a))];
        }

        return arrivals;
    }
}
