using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Endpoints;

/// <summary>Answers with JSON.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        // Written to memory first, so that a failure in the middle is still an error to the client.
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }
}
