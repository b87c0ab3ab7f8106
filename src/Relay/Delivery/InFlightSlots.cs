using System.Diagnostics.CodeAnalysis;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// The bound on requests open at once over all endpoints. Endpoints that fail get a share only, so that many hanging ones cannot take
/// the places of the good. Who finds no place waits in line. Thread-safe.
/// </summary>
internal sealed class InFlightSlots(int most, int unhealthyMost)
{
    private readonly Lock _gate = new();
    private readonly Queue<EndpointQueue> _healthyLine = [];
    private readonly Queue<EndpointQueue> _unhealthyLine = [];
    private int _used;
    private int _unhealthy;

    /// <summary>Takes a place, or puts the endpoint in line.</summary>
    public bool TryTake(EndpointQueue endpoint, bool healthy)
    {
        lock (_gate)
        {
            if (_used < most && (healthy || _unhealthy < unhealthyMost))
            {
                _used++;
                _unhealthy += healthy ? 0 : 1;
                return true;
            }

            if (!endpoint.InLine)
            {
                endpoint.InLine = true;
                (healthy ? _healthyLine : _unhealthyLine).Enqueue(endpoint);
            }

            return false;
        }
    }

    /// <summary>Whether a sender should give its place to somebody in line.</summary>
    public bool OthersWait(bool healthy)
    {
        lock (_gate)
        {
            return _healthyLine.Count > 0 || (!healthy && _unhealthyLine.Count > 0);
        }
    }

    /// <summary>Gives a place back. The caller then wakes whoever <see cref="TryNext"/> names.</summary>
    public void Release(bool healthy)
    {
        lock (_gate)
        {
            _used--;
            _unhealthy -= healthy ? 0 : 1;
        }
    }

    /// <summary>Names the next endpoint in line while a place is free. It may have nothing to send any more: ask again then.</summary>
    public bool TryNext([NotNullWhen(true)] out EndpointQueue? next)
    {
        lock (_gate)
        {
            next = null;
            if (_used >= most
                || (!_healthyLine.TryDequeue(out next) && (_unhealthy >= unhealthyMost || !_unhealthyLine.TryDequeue(out next))))
            {
                return false;
            }

            next.InLine = false;
            return true;
        }
    }
}
