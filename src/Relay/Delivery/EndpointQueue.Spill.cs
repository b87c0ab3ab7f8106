namespace EdgeRelay.Relay.Delivery;

// What waits as an event only, beyond the depth that counts as full.
internal sealed partial class EndpointQueue
{
    private long _spilled;
    private bool _draining;

    /// <summary>
    /// What the depth is compared with. While the endpoint takes messages, those that it refused and what waits behind them are left out: else a few
    /// that are tried for days would keep all others on disk. <see cref="RelaySettings.BlockedWindow"/> bounds them.
    /// </summary>
    private long Line => _health.IsHealthy ? _unfinished - _blocked : _unfinished;

    /// <summary>With so many more deliveries the line is as long as it may be.</summary>
    public bool IsAtDepth(int more)
    {
        lock (_gate)
        {
            return _target is { } target && Line + more >= target.Subscription.MaxDepth;
        }
    }

    public void SetSpilled(long count)
    {
        lock (_gate)
        {
            _spilled = _removed ? 0 : count;
        }
    }

    /// <summary>Begins to bring spilled events back, if less than half of the depth is used.</summary>
    /// <param name="room">Deliveries that the line may still take.</param>
    public bool TryBeginDrain(out int room)
    {
        lock (_gate)
        {
            room = 0;
            if (_spilled == 0 || _draining || _removed || _target is not { } target || Line >= target.Subscription.MaxDepth / 2)
            {
                return false;
            }

            room = (int)(target.Subscription.MaxDepth - Line);
            _draining = true;
            return true;
        }
    }

    public void EndDrain()
    {
        lock (_gate)
        {
            _draining = false;
        }
    }
}
