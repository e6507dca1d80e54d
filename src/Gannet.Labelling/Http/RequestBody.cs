using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Gannet.Labelling.Http;

/// <summary>Reads the JSON of a request.</summary>
internal static class RequestBody
{
    /// <summary>Twenty thousand boxes fit.</summary>
    public const int MaxBytes = 4 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 16,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
    };

    /// <exception cref="BadHttpRequestException">The body is not JSON, or not what is expected.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("Send application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, s_json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new BadHttpRequestException("The request is empty.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new BadHttpRequestException("The request is not the JSON expected here.", error);
        }
    }
}
