using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Pictures;

/// <summary>Decodes pictures of clients on the thread pool, a few at a time.</summary>
internal sealed class PictureIntake(ServingOptions options) : IDisposable
{
    private const string Name = "picture";

    private readonly SemaphoreSlim _decoding = new(options.MaxDecoding);

    /// <summary>Runs work that takes a processor for a while, when its turn comes.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _decoding.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _decoding.Release();
        }
    }

    /// <summary>Decodes a picture; call it through <see cref="RunAsync"/>.</summary>
    /// <exception cref="ProblemException">413: too many pixels; 415: not a picture; 422: damaged.</exception>
    public Image Decode(ReadOnlySpan<byte> bytes)
    {
        ImageHeader header;
        try
        {
            header = ImageHeader.Parse(bytes, Name);
        }
        catch (InvalidDataException error)
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, error.Message);
        }

        RequirePixels(header.Width, header.Height);
        try
        {
            ImageHeader.Verify(bytes, Name);
            return ImageDecoder.Decode(bytes, Name, options.MaxPixels);
        }
        catch (InvalidDataException error)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, error.Message);
        }
        catch (DllNotFoundException error)
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, error.Message);
        }
    }

    /// <summary>Refuses a size before its pixels are made.</summary>
    /// <exception cref="ProblemException">413.</exception>
    public void RequirePixels(long width, long height)
    {
        if (width * height > options.MaxPixels)
            throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"The picture has {width} × {height} pixels, more than {options.MaxPixels}; make it smaller or cut it into tiles.");
    }

    public void Dispose() => _decoding.Dispose();
}
