using System.Text.Json;
using Gannet.Datasets.Editing;
using Microsoft.AspNetCore.Http;

namespace Gannet.Labelling.Http;

/// <summary>Turns what went wrong into problem details (RFC 9457).</summary>
internal static class Failures
{
    private const int ClientGone = 499;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs the rest of the pipeline and answers its failures.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next, Action<string> report)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null })
                await WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode == 404 ? "There is nothing at this address." : "The request is refused.").ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var status = StatusOf(error, context.RequestAborted);
            if (status >= 500) report($"{context.Request.Method} {context.Request.Path}: {error.Message}");
            var current = error is StaleRevisionException stale ? LabelsMessage.Of(stale.Current) : null;
            await WriteAsync(context, status, Words(error), current).ConfigureAwait(false);
        }
    }

    public static Task WriteAsync(HttpContext context, int status, string detail, LabelsMessage? current = null)
    {
        context.Response.Clear();
        RequestGuard.Protect(context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(
            context.Response.Body, new { type = "about:blank", title = Title(status), status, detail, current }, s_json, context.RequestAborted);
    }

    private static int StatusOf(Exception error, CancellationToken aborted) => error switch
    {
        StaleRevisionException => StatusCodes.Status409Conflict,
        BadHttpRequestException bad => bad.StatusCode,
        OperationCanceledException when aborted.IsCancellationRequested => ClientGone,
        OperationCanceledException => StatusCodes.Status503ServiceUnavailable,
        JsonException or ArgumentException => StatusCodes.Status400BadRequest,
        InvalidOperationException => StatusCodes.Status409Conflict,
        InvalidDataException => StatusCodes.Status422UnprocessableEntity,
        FileNotFoundException or DirectoryNotFoundException => StatusCodes.Status404NotFound,
        IOException or UnauthorizedAccessException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    // Exceptions of the parser speak of types and paths that mean nothing to whoever sent the request.
    private static string Words(Exception error) => error is JsonException ? "The request is not the JSON expected here." : error.Message.Split(" (Parameter '")[0];

    private static string Title(int status) => status switch
    {
        400 => "Bad request",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Conflict",
        413 => "Too large",
        415 => "Unsupported media type",
        421 => "Misdirected request",
        422 => "Unreadable labels",
        503 => "Not saved",
        _ => "Error",
    };
}
