namespace EdgeRelay.Gateway.Inbox;

/// <summary>One inbox: the latest requests and the script of its answers. Thread-safe.</summary>
internal sealed class InboxBox
{
    /// <summary>Requests kept; older ones are forgotten.</summary>
    public const int Kept = 200;

    /// <summary>Characters of bodies kept; older requests are forgotten at this bound too.</summary>
    private const int KeptCharacters = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<InboxMessage> _messages = new();
    private InboxScript _script = InboxScript.Default;
    private long _sinceScript;
    private long _received;
    private int _characters;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InboxScript Script
    {
        get
        {
            lock (_gate)
            {
                return _script;
            }
        }

        set
        {
            lock (_gate)
            {
                _script = value;
                _sinceScript = 0;
            }
        }
    }

    /// <summary>Keeps a request.</summary>
    /// <param name="make">Makes the message of its number and its answer's status.</param>
    public (InboxMessage Message, InboxScript Script) Take(Func<long, int, InboxMessage> make)
    {
        lock (_gate)
        {
            var message = make(++_received, _script.StatusOf(++_sinceScript));
            _messages.Enqueue(message);
            _characters += message.Body.Length;
            while (_messages.Count > Kept || _characters > KeptCharacters)
            {
                _characters -= _messages.Dequeue().Body.Length;
            }

            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (message, _script);
        }
    }

    /// <summary>How many came in all, and the kept ones with a number above <paramref name="after"/>, oldest first.</summary>
    public InboxContent Read(long after)
    {
        lock (_gate)
        {
            return new InboxContent(_received, _script, [.. _messages.Where(m => m.Number > after)]);
        }
    }

    /// <summary>The same, but waits until there is one, or the time is over.</summary>
    public async Task<InboxContent> ReadNext(long after, TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        Task arrival;
        lock (_gate)
        {
            arrival = _received > after ? Task.CompletedTask : _arrival.Task;
        }

        await Task.WhenAny(arrival, Task.Delay(atMost, clock, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return Read(after);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            _characters = 0;
            _received = 0;
            _sinceScript = 0;
            _script = InboxScript.Default;
        }
    }
}
