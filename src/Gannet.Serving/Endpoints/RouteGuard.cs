using System.Text.Json;
using Gannet.Serving.Metrics;
using Gannet.Serving.Problems;
using Gannet.Serving.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gannet.Serving.Endpoints;

/// <summary>What every route has in common: key, origin, problem details, log and metrics.</summary>
internal sealed class RouteGuard(ApiKeys keys, CrossOrigin origins, ServingMetrics metrics, TimeProvider time, ILogger<RouteGuard> log)
{
    private const int ClientGone = 499; // nginx's number for it; never sent

    public async Task AnswerAsync(HttpContext context, ServingRoute route)
    {
        var start = time.GetTimestamp();
        var (status, reason) = (ClientGone, "");
        try
        {
            (status, reason) = await TryAnswerAsync(context, route).ConfigureAwait(false);
        }
        catch (Exception error) when (context.RequestAborted.IsCancellationRequested || IsClosed(error))
        {
            // The client went away; its place in the queue is free again.
        }
        finally
        {
            var took = time.GetElapsedTime(start);
            metrics.Requested(route.Pattern, status, took);
            if (!route.IsOpen) ServingLog.RequestDone(log, route.Method, route.Pattern, status, took.TotalMilliseconds, reason);
        }
    }

    private async Task<(int Status, string Reason)> TryAnswerAsync(HttpContext context, ServingRoute route)
    {
        try
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            origins.Apply(context);
            if (!route.IsOpen) keys.Require(context);
            await route.Handle(context).ConfigureAwait(false);
            return (context.Response.StatusCode, "");
        }
        catch (ProblemException problem)
        {
            return await RefuseAsync(problem.Status, problem.Message, problem.RetryAfter).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) // the server's own limits: a slow body, wrong chunks
        {
            return await RefuseAsync(error.StatusCode, error.Message).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            return await RefuseAsync(StatusCodes.Status400BadRequest, $"The body is not the JSON that it should be: {FirstLine(error.Message)}").ConfigureAwait(false);
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested && !IsClosed(error))
        {
            ServingLog.RequestFailed(log, error, route.Method, route.Pattern);
            await ProblemWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, "The picture could not be looked at; the service's log says why.").ConfigureAwait(false);
            return (StatusCodes.Status500InternalServerError, "");
        }

        async Task<(int, string)> RefuseAsync(int status, string reason, TimeSpan? retryAfter = null)
        {
            await ProblemWriter.WriteAsync(context, status, reason, retryAfter).ConfigureAwait(false);
            return (status, reason);
        }
    }

    private static bool IsClosed(Exception error) => error is Microsoft.AspNetCore.Connections.ConnectionResetException or Microsoft.AspNetCore.Connections.ConnectionAbortedException;

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
