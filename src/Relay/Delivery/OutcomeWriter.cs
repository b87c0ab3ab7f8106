using EdgeRelay.Relay.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Collects outcomes and hands them to the host's writer in batches: after a short time, or when a batch is full. One commit then
/// serves hundreds of deliveries. An outcome that a crash loses makes its request repeat, under the same id.
/// </summary>
internal sealed class OutcomeWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IWriteQueue _queue;
    private readonly RelaySettings _settings;
    private readonly ILogger _logger;
    private readonly Action _roomAgain;
    private readonly ITimer _timer;
    private readonly ITimer _again;
    private readonly Queue<OutcomeBatch> _failed = [];
    private OutcomeBatch _open;
    private int _unwritten;
    private bool _wasFull;
    private bool _timing;
    private TaskCompletionSource? _drained;

    /// <param name="roomAgain">Called when attempts may start again after <see cref="IsFull"/>.</param>
    public OutcomeWriter(IWriteQueue queue, RelaySettings settings, TimeProvider time, ILogger logger, Action roomAgain)
    {
        _queue = queue;
        _settings = settings;
        _logger = logger;
        _roomAgain = roomAgain;
        _open = new OutcomeBatch(this);
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _again = time.CreateTimer(_ => SubmitFailed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>So much awaits its commit that no attempt should start.</summary>
    public bool IsFull
    {
        get
        {
            if (Volatile.Read(ref _unwritten) < _settings.UnwrittenOutcomes)
            {
                return false;
            }

            Volatile.Write(ref _wasFull, true);
            return true;
        }
    }

    /// <summary>Takes outcomes that are committed together or not at all: those of one request.</summary>
    public void Add(ReadOnlySpan<Outcome> outcomes, EndpointNote? note)
    {
        var full = false;
        lock (_gate)
        {
            _open.Outcomes.AddRange(outcomes);
            if (note is { } given)
            {
                _open.Note(given);
            }

            Interlocked.Add(ref _unwritten, outcomes.Length);
            full = _open.Outcomes.Count >= _settings.BatchOutcomeCount;
            if (!full && !_timing)
            {
                _timing = true;
                _timer.Change(TimeSpan.FromMilliseconds(_settings.BatchOutcomeMilliseconds), Timeout.InfiniteTimeSpan);
            }
        }

        if (full)
        {
            Flush();
        }
    }

    /// <summary>Hands over what is collected.</summary>
    public void Flush()
    {
        OutcomeBatch batch;
        lock (_gate)
        {
            _timing = false;
            if (_open.Outcomes.Count == 0)
            {
                return;
            }

            batch = _open;
            _open = new OutcomeBatch(this);
        }

        _queue.Submit(batch);
    }

    /// <summary>Hands over what is collected and waits until all of it is committed.</summary>
    public Task DrainAsync()
    {
        Flush();
        lock (_gate)
        {
            if (Volatile.Read(ref _unwritten) == 0)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _again.Dispose();
    }

    internal void Written(OutcomeBatch batch)
    {
        var left = Interlocked.Add(ref _unwritten, -batch.Outcomes.Count);
        lock (_gate)
        {
            if (left == 0)
            {
                _drained?.TrySetResult();
                _drained = null;
            }
        }

        if (Volatile.Read(ref _wasFull) && left < _settings.UnwrittenOutcomes / 2)
        {
            Volatile.Write(ref _wasFull, false);
            _roomAgain();
        }
    }

    internal void Failed(OutcomeBatch batch, Exception error)
    {
        RelayLog.OutcomesFailed(_logger, batch.Outcomes.Count, error);
        lock (_gate)
        {
            _failed.Enqueue(batch);
            _again.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void SubmitFailed()
    {
        while (true)
        {
            OutcomeBatch? batch;
            lock (_gate)
            {
                if (!_failed.TryDequeue(out batch))
                {
                    return;
                }
            }

            _queue.Submit(batch);
        }
    }
}
