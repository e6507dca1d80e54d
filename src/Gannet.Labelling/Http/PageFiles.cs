using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gannet.Labelling.Http;

/// <summary>The page itself, from this assembly.</summary>
internal static class PageFiles
{
    private const string Folder = "Page/", Start = "index.html", TokenMark = "{{token}}";

    public static void Map(IEndpointRouteBuilder routes, string token)
    {
        foreach (var resource in typeof(PageFiles).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var name = resource[Folder.Length..];
            var bytes = Read(resource);
            if (name == Start) bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(TokenMark, token, StringComparison.Ordinal));
            routes.MapGet(name == Start ? "/" : $"/{name}", () => Results.Bytes(bytes, TypeOf(name)));
        }
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };
}
