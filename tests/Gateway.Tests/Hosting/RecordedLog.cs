using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Gateway.Tests.Hosting;

/// <summary>Keeps what a gateway logs.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text)> _lines = new();

    public IReadOnlyList<(LogLevel Level, string Category, string Text)> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, _lines);

    public void Dispose()
    {
        // Nothing is open; the lines are read after the gateway has gone.
    }

    private sealed class Category(string name, ConcurrentQueue<(LogLevel Level, string Category, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue((logLevel, name, formatter(state, exception)));
            }
        }
    }
}
