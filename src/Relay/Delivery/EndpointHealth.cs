namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// How an endpoint has been answering: failures in a row, the breaker, and the number of requests that it may have open. The breaker opens after
/// ten failures of the endpoint in a row, or when seven in ten attempts of five minutes failed. Touched under its queue's lock only. Times are Unix ms.
/// </summary>
internal sealed class EndpointHealth
{
    /// <summary>Failures in a row that make an endpoint "failing".</summary>
    public const int FailingAfter = 10;

    /// <summary>Failures in a row that the operator hears of: fewer happen to the best.</summary>
    public const int ToldAfter = 3;

    private const int FirstBound = 4;
    private const int SuccessesPerStep = 16;
    private const long FirstBreakMs = 30_000;
    private const long LongestBreakMs = 300_000;

    private readonly FailureRatio _recent = new();
    private int _bound = FirstBound;
    private int _steps;
    private int _endpointFailures;
    private long _breakMs;

    /// <summary>Failures in a row, of whatever kind.</summary>
    public int Failures { get; private set; }

    /// <summary>Refusals by the guard in a row.</summary>
    public int Blocked { get; private set; }

    public long? FailingSinceMs { get; private set; }

    public int? LastStatus { get; private set; }

    /// <summary>Successes so far.</summary>
    public long Successes { get; private set; }

    /// <summary>Nothing is sent before this time: the receiver asked for it, or the breaker is open.</summary>
    public long NotBeforeMs { get; private set; }

    public bool BreakerOpen => _breakMs > 0;

    public bool IsFailing => Failures >= FailingAfter || BreakerOpen;

    /// <summary>Whether requests to it count as good ones for the bound over all endpoints.</summary>
    public bool IsHealthy => _endpointFailures < 3;

    public void Restore(int? lastStatus, long? failingSinceMs, int failures) =>
        (LastStatus, FailingSinceMs, Failures) = (lastStatus, failingSinceMs, failures);

    /// <summary>Forgets what was held against the endpoint: it was edited or enabled anew.</summary>
    public void Forgive()
    {
        (Failures, Blocked, FailingSinceMs, NotBeforeMs, _endpointFailures, _breakMs) = (0, 0, null, 0, 0, 0);
        _bound = FirstBound;
        _recent.Clear();
    }

    /// <summary>Requests that may be open: one while the breaker tries, else a bound that grows with success and halves when slow.</summary>
    public int Bound(int most) => BreakerOpen ? 1 : Math.Min(_bound, most);

    public void Hold(long untilMs) => NotBeforeMs = Math.Max(NotBeforeMs, untilMs);

    /// <returns>True when the endpoint was failing until now.</returns>
    public bool Succeeded(int status, int most, long nowMs)
    {
        var recovered = IsFailing;
        if (BreakerOpen)
        {
            _recent.Clear();
        }

        _recent.Count(nowMs, failed: false);
        NotBeforeMs = BreakerOpen ? 0 : NotBeforeMs;
        LastStatus = status;
        Successes++;
        (Failures, Blocked, FailingSinceMs, _endpointFailures, _breakMs) = (0, 0, null, 0, 0);
        if (++_steps >= SuccessesPerStep && _bound < most)
        {
            _bound++;
            _steps = 0;
        }

        return recovered;
    }

    /// <param name="others">Whether other messages wait: a lone one keeps to its own schedule, without a breaker.</param>
    /// <param name="breaks">Whether the endpoint has a breaker.</param>
    /// <returns>True when the breaker opened or stays open because of this failure.</returns>
    public bool Failed(in AttemptOutcome outcome, long nowMs, bool others, bool breaks)
    {
        LastStatus = outcome.Status;
        Failures++;
        FailingSinceMs ??= nowMs;
        Blocked = outcome.Class == OutcomeClass.Blocked ? Blocked + 1 : 0;
        _endpointFailures = outcome.EndpointFailed ? _endpointFailures + 1 : 0;
        if (outcome.Class is OutcomeClass.Slow or OutcomeClass.Throttled)
        {
            _bound = Math.Max(1, _bound / 2);
            _steps = 0;
        }

        _recent.Count(nowMs, outcome.EndpointFailed);
        if (!outcome.EndpointFailed)
        {
            _breakMs = 0; // it answers: what it refuses is the message
            return false;
        }

        var isBad = _endpointFailures >= FailingAfter || BreakerOpen || _recent.IsBad(nowMs);
        if (!breaks || !isBad || (!BreakerOpen && !others) || nowMs < NotBeforeMs)
        {
            return false;
        }

        _breakMs = BreakerOpen ? Math.Min(2 * _breakMs, LongestBreakMs) : FirstBreakMs;
        Hold(nowMs + _breakMs);
        return true;
    }
}
