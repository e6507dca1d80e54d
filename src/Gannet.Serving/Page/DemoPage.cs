using System.Security.Cryptography;
using System.Text;
using Gannet.Imaging.Drawing;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Page;

/// <summary>The page at <c>/</c>: one document, which loads nothing from anywhere and may ask only this service.</summary>
internal sealed class DemoPage
{
    private const int Colours = 36; // after which the palette repeats

    private readonly byte[] _document;
    private readonly string _policy;

    public DemoPage()
    {
        var (style, script) = (Resource("page/page.css"), Resource("page/page.js").Replace("/*COLOURS*/", Palette(), StringComparison.Ordinal));
        _document = Encoding.UTF8.GetBytes(Resource("page/page.html").Replace("/*STYLE*/", style, StringComparison.Ordinal).Replace("/*SCRIPT*/", script, StringComparison.Ordinal));
        // Style and script are allowed by their digests, so that markup that slipped in could neither run nor restyle.
        _policy = $"default-src 'none'; script-src {Digest(script)}; style-src {Digest(style)}; img-src 'self' blob: data:; media-src blob:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    public async Task ShowAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = _document.Length;
        await context.Response.Body.WriteAsync(_document, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The text of an embedded file.</summary>
    internal static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(DemoPage).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Palette() => string.Join(", ", Enumerable.Range(0, Colours).Select(static label =>
    {
        var (r, g, b) = ClassPalette.Of(label);
        return $"'#{r:x2}{g:x2}{b:x2}'";
    }));

    private static string Digest(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
