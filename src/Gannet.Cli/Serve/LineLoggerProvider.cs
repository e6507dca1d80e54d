using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Microsoft.Extensions.Logging;

namespace Gannet.Cli.Serve;

/// <summary>Writes each entry of the log as one line on standard error: time, level, message.</summary>
/// <remarks>What a client sends cannot make lines of its own.</remarks>
internal sealed class LineLoggerProvider(CommandContext context) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
        // The streams are not ours.
    }

    private void Write(LogLevel level, string message, Exception? error)
    {
        var time = context.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = Printable.Line($"{time} {Name(level)} {message}{(error is null ? "" : $" {error}")}".ReplaceLineEndings(" ").TrimEnd());
        lock (_gate) context.Error.WriteLine(line);
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "debug",
    };

    private sealed class LineLogger(LineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, formatter(state, exception), exception);
    }
}
