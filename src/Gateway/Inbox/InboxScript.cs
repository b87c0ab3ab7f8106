namespace EdgeRelay.Gateway.Inbox;

/// <summary>How an inbox answers.</summary>
internal sealed record InboxScript
{
    public static InboxScript Default { get; } = new();

    /// <summary>Status of an answer, 200 to 599.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Time until the answer, milliseconds, at most 60,000.</summary>
    public int DelayMs { get; init; }

    /// <summary>The first so many requests after the script was set get <see cref="FailStatus"/>, at most 1,000,000.</summary>
    public int FailFirst { get; init; }

    /// <summary>Every n-th request gets <see cref="FailStatus"/>; 0 is never.</summary>
    public int FailEvery { get; init; }

    /// <summary>Status of a failing answer, 200 to 599.</summary>
    public int FailStatus { get; init; } = 500;

    /// <summary>Value of the header <c>Retry-After</c> of a failing answer, seconds; null sends none.</summary>
    public int? RetryAfterS { get; init; }

    /// <returns>What is wrong with it, or null.</returns>
    public string? Fault() => this switch
    {
        { Status: < 200 or > 599 } or { FailStatus: < 200 or > 599 } => "status and fail_status must be 200 to 599.",
        { DelayMs: < 0 or > 60_000 } => "delay_ms must be 0 to 60000.",
        { FailFirst: < 0 or > 1_000_000 } or { FailEvery: < 0 or > 1_000_000 } => "fail_first and fail_every must be 0 to 1000000.",
        { RetryAfterS: < 0 or > 86_400 } => "retry_after_s must be 0 to 86400.",
        _ => null,
    };

    /// <param name="number">Number of the request since the script was set, from 1.</param>
    public int StatusOf(long number) =>
        number <= FailFirst || (FailEvery > 0 && number % FailEvery == 0) ? FailStatus : Status;
}
