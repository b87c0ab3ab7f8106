using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>The events that arrived at a receiver; tests wait here for what must come.</summary>
/// <remarks>Thread-safe. Keeps some hundred bytes of each, so that a hundred thousand are no burden.</remarks>
internal sealed class DeliveredEvents
{
    private readonly Lock _gate = new();
    private readonly List<DeliveredEvent> _events = [];
    private readonly List<(Func<DeliveredEvent, bool> Match, TaskCompletionSource<DeliveredEvent> Found)> _awaited = [];

    /// <summary>Without first payloads and test messages.</summary>
    public IReadOnlyList<DeliveredEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>The script of a receiver that takes everything.</summary>
    public ReceiverAnswer Take(ReceivedRequest request)
    {
        var delivered = DeliveredEvent.Read(request.Body);
        if (!delivered.IsTest)
        {
            Add(delivered);
        }

        return new ReceiverAnswer(200);
    }

    /// <summary>The first event of that kind, be it here or still to come.</summary>
    /// <param name="what">Named when it does not come in time.</param>
    public async Task<DeliveredEvent> First(string what, Func<DeliveredEvent, bool> match)
    {
        var found = new TaskCompletionSource<DeliveredEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_events.Find(e => match(e)) is { } present)
            {
                return present;
            }

            _awaited.Add((match, found));
        }

        try
        {
            return await found.Task.WaitAsync(Deadline.Short);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not arrive; {All.Count} other events did.");
        }
    }

    private void Add(DeliveredEvent delivered)
    {
        lock (_gate)
        {
            _events.Add(delivered);
            for (var i = _awaited.Count - 1; i >= 0; i--)
            {
                if (_awaited[i].Match(delivered))
                {
                    _awaited[i].Found.TrySetResult(delivered);
                    _awaited.RemoveAt(i);
                }
            }
        }
    }
}
