using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.LabelStudio;

/// <summary>The picture of a task: in the task itself, or a file of the upload folder. Nothing is ever fetched.</summary>
internal sealed class TaskPictures(ServingOptions options)
{
    private const string Uploads = "/data/upload/", LocalFiles = "/data/local-files/?d=";

    /// <summary>The bytes of a picture file.</summary>
    /// <param name="address">What the task says.</param>
    /// <exception cref="ProblemException">422: it is an address of another kind, or there is no such file; the message says what to do.</exception>
    public byte[] Read(string address)
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return Inline(address);
        foreach (var start in (string[])[Uploads, LocalFiles])
        {
            if (address.StartsWith(start, StringComparison.Ordinal)) return File(Uri.UnescapeDataString(address[start.Length..]));
        }

        throw Unread(Shown(address), "is neither a data: address nor a file that was uploaded to Label Studio; nothing is fetched from elsewhere");
    }

    private static byte[] Inline(string address)
    {
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !address[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) throw Unread("the data: address", "is not base64");
        var text = address.AsSpan(comma + 1);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, bytes, out var length) ? bytes[..length] : throw Unread("the data: address", "is not base64");
    }

    // Every part of the path is looked at: none may lead out of the folder, neither as ".." nor as a link.
    private byte[] File(string name)
    {
        if (options.UploadFolder is not { } folder)
            throw Unread(Shown(name), "is a file of Label Studio's; start the service with its upload folder (gannet serve --uploads DIR)");
        var parts = name.Split('/');
        if (parts.Any(static part => part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny('\\', '\0', ':'))) throw Missing();
        var path = Path.GetFullPath(folder);
        try
        {
            foreach (var part in parts)
            {
                path = Path.Combine(path, part);
                if (new FileInfo(path).LinkTarget is not null) throw Missing();
            }

            var file = new FileInfo(path);
            if (!file.Exists) throw Missing();
            if (file.Length > options.MaxBodyBytes) throw Unread(Shown(name), $"has more than {options.MaxBodyBytes} bytes");
            return RegularFile.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw Missing();
        }

        ProblemException Missing() => Unread(Shown(name), "is no file below the upload folder");
    }

    private static string Shown(string text) => $"'{(text.Length > 100 ? text[..100] + "…" : text)}'";

    private static ProblemException Unread(string what, string why) => new(StatusCodes.Status422UnprocessableEntity, $"The picture of a task cannot be read: {what} {why}.");
}
