using Microsoft.Extensions.Logging;

namespace Gannet.Serving;

/// <summary>What the service writes to its log.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Model}, version {Version}: {Classes} classes, loaded in {Seconds:F1} s.")]
    public static partial void ModelLoaded(ILogger log, string model, string version, int classes, double seconds);

    [LoggerMessage(2, LogLevel.Error, "{Model} is not loaded; what was served before goes on. {Reason}")]
    public static partial void ModelRefused(ILogger log, string model, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Model}, version {Version}, is no longer there and no longer served.")]
    public static partial void ModelRemoved(ILogger log, string model, string version);

    [LoggerMessage(4, LogLevel.Warning, "The model files cannot be looked at; what is loaded goes on. {Reason}")]
    public static partial void ModelsUnseen(ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Error, "{Method} {Route} failed.")]
    public static partial void RequestFailed(ILogger log, Exception error, string method, string route);

    [LoggerMessage(6, LogLevel.Information, "{Method} {Route}: {Status} in {Milliseconds:F1} ms. {Reason}")]
    public static partial void RequestDone(ILogger log, string method, string route, int status, double milliseconds, string reason);

    [LoggerMessage(7, LogLevel.Warning, "A task of Label Studio gets no prediction: {Reason}")]
    public static partial void TaskUnread(ILogger log, string reason);
}
