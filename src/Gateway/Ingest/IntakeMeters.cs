using System.Diagnostics.Metrics;
using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Figures of what comes in.</summary>
internal sealed class IntakeMeters : IDisposable
{
    public const string MeterName = "EdgeRelay.Ingest";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _received;
    private readonly Counter<long> _rejected;

    public IntakeMeters()
    {
        _received = _meter.CreateCounter<long>("edgerelay_mqtt_messages_received_total", null, "Inputs and faults taken in");
        _rejected = _meter.CreateCounter<long>("edgerelay_telemetry_rejected_total", null, "Messages or elements refused for good");
    }

    public void Received(int items) => _received.Add(items);

    public void Refused(DeadLetterReason reason) =>
        _rejected.Add(1, new KeyValuePair<string, object?>("reason", DeadLetterReasons.WireName(reason)));

    public void Dispose() => _meter.Dispose();
}
