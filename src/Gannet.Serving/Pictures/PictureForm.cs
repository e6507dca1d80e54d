using Gannet.Serving.Limits;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gannet.Serving.Pictures;

/// <summary>Finds the picture in a body: the body itself, or the first file of a form.</summary>
internal sealed class PictureForm(BodyReader bodies)
{
    private const int MostFields = 16, MostBoundary = 70, MostHeaders = 16, MostHeaderBytes = 4096;

    /// <summary>The bytes of the picture.</summary>
    /// <exception cref="ProblemException">The form is malformed or has no picture (400), or the body breaks a limit.</exception>
    public async Task<BodyBytes> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return await bodies.ReadAsync(context).ConfigureAwait(false);
        bodies.Check(context);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MostBoundary) throw Malformed("its Content-Type has no boundary of 1 to 70 characters");
        try
        {
            var form = new MultipartReader(boundary, context.Request.Body) { HeadersCountLimit = MostHeaders, HeadersLengthLimit = MostHeaderBytes };
            return await FirstFileAsync(form, context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw Malformed(error.Message.TrimEnd('.'));
        }
        catch (IOException error) when (error is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw Malformed("it ends too early");
        }
    }

    private async Task<BodyBytes> FirstFileAsync(MultipartReader form, CancellationToken cancellation)
    {
        for (var k = 0; k < MostFields && await form.ReadNextSectionAsync(cancellation).ConfigureAwait(false) is { } section; k++)
        {
            if (!IsPicture(section)) continue;
            var bytes = await bodies.ReadAsync(section.Body, stated: 0, cancellation).ConfigureAwait(false);
            if (!bytes.Memory.IsEmpty) return bytes;
            bytes.Dispose();
            throw Malformed("its picture is empty");
        }

        throw Malformed("it has no file; send the picture as a file field, such as 'picture', or as the body itself");
    }

    private static bool IsPicture(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue || disposition.Name == "picture");

    private static ProblemException Malformed(string why) => new(StatusCodes.Status400BadRequest, $"The form cannot be read: {why}.");
}
