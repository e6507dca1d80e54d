using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gannet.Serving.Tests;

/// <summary>What a service wrote to its log.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

    public IEnumerable<string> Errors => _lines.Where(static line => line.Level >= LogLevel.Error).Select(static line => line.Text);

    public IEnumerable<string> All => _lines.Select(static line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }

    public void Dispose()
    {
    }
}
