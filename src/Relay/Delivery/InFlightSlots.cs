using System.Diagnostics.CodeAnalysis;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// The bound on requests open at once over all endpoints. Endpoints that fail get a share only, so that many hanging ones cannot take
/// the places of the good. Before they are known to hang, another rule holds: an endpoint may have as many places as a sixteenth of those that
/// are free, and one in any case. So the more places are taken the fewer one endpoint gets, and the last ones are for those that have none.
/// Who has no place and finds none waits in line. Thread-safe.
/// </summary>
/// <remarks>With 2,048 places, one endpoint gets up to 120; of 300 that hang each gets 6, and a hundred places stay free.</remarks>
internal sealed class InFlightSlots(int most, int unhealthyMost)
{
    /// <summary>Free places for each one that an endpoint holds.</summary>
    private const int FreePerHeld = 16;

    private readonly Lock _gate = new();
    private readonly Queue<EndpointQueue> _healthyLine = [];
    private readonly Queue<EndpointQueue> _unhealthyLine = [];
    private int _used;
    private int _unhealthy;

    /// <summary>Takes a place, or puts an endpoint that has none in line. One that has some asks again whenever it has used one.</summary>
    public bool TryTake(EndpointQueue endpoint, bool healthy)
    {
        lock (_gate)
        {
            var free = healthy ? most - _used : Math.Min(most - _used, unhealthyMost - _unhealthy);
            if (free > 0 && (endpoint.Places == 0 || endpoint.Places * FreePerHeld < free))
            {
                _used++;
                _unhealthy += healthy ? 0 : 1;
                endpoint.Places++;
                return true;
            }

            if (endpoint is { Places: 0, InLine: false })
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
    public void Release(EndpointQueue endpoint, bool healthy)
    {
        lock (_gate)
        {
            _used--;
            endpoint.Places--;
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
