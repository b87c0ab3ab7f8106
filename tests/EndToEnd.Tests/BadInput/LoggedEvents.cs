using Microsoft.Extensions.Logging;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>Keeps what a gateway writes to its log, as event number and text.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LoggedEvents : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, string Text)> _lines = [];
    private TaskCompletionSource _written = Signal();

    public IReadOnlyList<(int Id, string Text)> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The one line with that number, be it here or still to come.</summary>
    public async Task<string> TheOnly(int id)
    {
        await TheFirst(id);
        return Assert.Single(Lines, l => l.Id == id).Text;
    }

    /// <summary>The first line with one of those numbers, be it here or still to come.</summary>
    public async Task<string> TheFirst(params int[] ids)
    {
        while (true)
        {
            Task written;
            lock (_gate)
            {
                if (_lines.FindIndex(l => ids.Contains(l.Id)) is >= 0 and var first)
                {
                    return _lines[first].Text;
                }

                written = _written.Task;
            }

            await written.WaitAsync(Deadline.Short);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add((eventId.Id, formatter(state, exception)));
            _written.TrySetResult();
            _written = Signal();
        }
    }

    public void Dispose()
    {
        // Nothing is open; the lines are read after the gateway has gone.
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
