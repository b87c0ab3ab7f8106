using EdgeRelay.Simulator.Messages;

namespace EdgeRelay.Simulator.Sending;

/// <summary>Where messages go.</summary>
internal interface ITelemetrySink : IAsyncDisposable
{
    /// <summary>Hands over one message; called from one thread at a time, in order of planned time.</summary>
    /// <returns>Completes when the broker has acknowledged it (at QoS 0: when it is written). Faults when it is given up.</returns>
    Task Send(PlannedMessage message);
}
