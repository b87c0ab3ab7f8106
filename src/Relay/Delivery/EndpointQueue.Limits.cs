namespace EdgeRelay.Relay.Delivery;

// What the limits are held against.
internal sealed partial class EndpointQueue
{
    private LastFailure? _lastFailure;

    public EndpointMeasure Measure()
    {
        lock (_gate)
        {
            return new EndpointMeasure(Depth(), _health.FailingSinceMs, _lastFailure);
        }
    }
}
