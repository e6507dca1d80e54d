using System.Security.Cryptography;
using System.Text;

namespace Gannet.Pages;

/// <summary>One HTML file: a heading, sections, nothing loaded from elsewhere.</summary>
/// <param name="title">Heading of the page.</param>
public sealed class Page(string title)
{
    /// <summary>Name of the file in its folder.</summary>
    public const string FileName = "index.html";

    private readonly HtmlBuilder _body = new();

    /// <summary>A script of the page's own; null for none. Texts from outside have no place in it: they belong into attributes.</summary>
    /// <remarks>The page forbids every other script, so markup that slipped in could not run.</remarks>
    public string? Script { get; init; }

    /// <summary>Whether the page shows pictures that are files beside it. Default: only pictures that it contains.</summary>
    public bool ShowsFiles { get; init; }

    /// <summary>Appends markup.</summary>
    /// <param name="markup">The markup.</param>
    public void Add(Html markup) => _body.Append(markup);

    /// <summary>Starts a section.</summary>
    /// <param name="heading">Its heading.</param>
    public void AddSection(string heading) => _body.Append($"<h2>{heading}</h2>\n");

    /// <summary>Appends a remark in small print.</summary>
    /// <param name="text">The remark.</param>
    public void AddNote(string text) => _body.Append($"<p class=\"note\">{text}</p>\n");

    /// <summary>Appends pairs of name and value.</summary>
    /// <param name="facts">The pairs.</param>
    public void AddFacts(IReadOnlyList<(string Name, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Count == 0) return;
        _body.Append($"<dl>");
        foreach (var (name, value) in facts) _body.Append($"<dt>{name}</dt><dd>{value}</dd>");
        _body.Append($"</dl>\n");
    }

    /// <summary>Appends large numbers with their names.</summary>
    /// <param name="numbers">The pairs.</param>
    public void AddHeadline(IEnumerable<(string Name, string Value)> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _body.Append($"<div class=\"headline\">");
        foreach (var (name, value) in numbers) _body.Append($"<div><b>{value}</b><span>{name}</span></div>");
        _body.Append($"</div>\n");
    }

    /// <summary>The whole page.</summary>
    public string Render()
    {
        var html = new HtmlBuilder();
        html.Append($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy()}\">\n")
            .Append($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n")
            .Append($"<style>\n{new Html(PageStyle.Css)}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n{_body.ToHtml()}");
        if (Script is not null) html.Append($"<script>{new Html(Script)}</script>\n");
        return html.Append($"</body>\n</html>\n").ToHtml().ToString();
    }

    /// <summary>Writes the page atomically into a folder, which is created if missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Path of the page.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render())));
        return path;
    }

    // The script is allowed by its digest.
    private string Policy()
    {
        var script = Script is null ? "'none'" : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";
        return $"default-src 'none'; style-src 'unsafe-inline'; img-src data:{(ShowsFiles ? " 'self' file:" : "")}; script-src {script}";
    }
}
