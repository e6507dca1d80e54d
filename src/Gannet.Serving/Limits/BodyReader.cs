using System.Buffers;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gannet.Serving.Limits;

/// <summary>Reads bodies within the limits.</summary>
internal sealed class BodyReader(ServingOptions options, PendingMemory memory)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Refuses a body that is stated to be too large, or is compressed, and lifts the server's own limit to ours.</summary>
    /// <exception cref="ProblemException">413 or 415.</exception>
    public void Check(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > options.MaxBodyBytes) throw TooLarge();
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !string.Equals(encoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "The body has a Content-Encoding; send it as it is.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = options.MaxBodyBytes;
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="ProblemException">400 for none, 413 for too much, 503 if the memory of all requests is used up.</exception>
    public async Task<BodyBytes> ReadAsync(HttpContext context)
    {
        Check(context);
        var bytes = await ReadAsync(context.Request.Body, context.Request.ContentLength ?? 0, context.RequestAborted).ConfigureAwait(false);
        if (!bytes.Memory.IsEmpty) return bytes;
        bytes.Dispose();
        throw new ProblemException(StatusCodes.Status400BadRequest, "The body is empty.");
    }

    /// <summary>All bytes of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="stated">The length that the client states; 0 for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ProblemException">413 or 503.</exception>
    public async Task<BodyBytes> ReadAsync(Stream stream, long stated, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var bytes = new BodyBytes(memory, stated);
        try
        {
            while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
            {
                if (bytes.Memory.Length + read > options.MaxBodyBytes) throw TooLarge();
                if (!bytes.TryAppend(buffer.AsSpan(0, read))) throw NoMemory();
            }

            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The refusal of what would exceed the memory of all requests.</summary>
    public static ProblemException NoMemory() =>
        new(StatusCodes.Status503ServiceUnavailable, "Too much data is waiting to be looked at; ask again later.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private ProblemException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body has more than {options.MaxBodyBytes} bytes; send a smaller picture.");
}
