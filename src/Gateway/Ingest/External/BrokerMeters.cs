using System.Diagnostics.Metrics;

namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>Figures of the connection to a broker.</summary>
internal sealed class BrokerMeters : IDisposable
{
    private readonly Meter _meter = new(IntakeMeters.MeterName);
    private readonly Counter<long> _connects;
    private int _connected;

    public BrokerMeters()
    {
        _connects = _meter.CreateCounter<long>("edgerelay_broker_connects_total", null, "Tries to connect to the external broker, by result");
        _meter.CreateObservableGauge(
            "edgerelay_broker_connected", () => Volatile.Read(ref _connected), null, "1 while the external broker's subscription stands");
    }

    /// <summary>The subscription stands, or not any more.</summary>
    public bool Connected
    {
        set => Volatile.Write(ref _connected, value ? 1 : 0);
    }

    public void Tried(bool succeeded) =>
        _connects.Add(1, new KeyValuePair<string, object?>("result", succeeded ? "connected" : "failed"));

    public void Dispose() => _meter.Dispose();
}
