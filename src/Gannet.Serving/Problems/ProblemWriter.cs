using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gannet.Serving.Problems;

/// <summary>Writes problem details (RFC 9457).</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Writes the answer to a request that failed, unless a part of another answer is already on its way.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="detail">One line for the client.</param>
    /// <param name="retryAfter">When to ask again; null to leave it open.</param>
    /// <remarks>The member <c>error</c> is what the V2 protocol asks for; RFC 9457 allows further members.</remarks>
    public static async Task WriteAsync(HttpContext context, int status, string detail, TimeSpan? retryAfter = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        if (retryAfter is { } wait) response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "about:blank");
            writer.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status", status);
            writer.WriteString("detail", detail);
            writer.WriteString("error", detail);
            writer.WriteEndObject();
        }

        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(json.GetBuffer().AsMemory(0, (int)json.Length), context.RequestAborted).ConfigureAwait(false);
    }
}
