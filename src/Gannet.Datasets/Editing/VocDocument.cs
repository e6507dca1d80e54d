using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gannet.Datasets.Editing;

/// <summary>A VOC file as a tree that keeps whatever is not edited, white space and comments too.</summary>
internal sealed class VocDocument
{
    private const int MaxDepth = 64;
    private const string Indent = "\t";

    // As the reader has it: no document type, no resolver, no unlimited text.
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64_000_000,
    };

    private readonly XDocument _document;
    private readonly bool _windowsLines;

    private VocDocument(XDocument document, bool windowsLines) => (_document, _windowsLines) = (document, windowsLines);

    public IReadOnlyList<XElement> Objects => [.. Root.Elements("object")];

    /// <summary>The picture's size as the file states it; null if it states none.</summary>
    public (long Width, long Height)? StatedSize =>
        Root.Element("size") is { } size && long.TryParse(size.Element("width")?.Value, out var width) && long.TryParse(size.Element("height")?.Value, out var height)
            ? (width, height) : null;

    private XElement Root => _document.Root!;

    /// <exception cref="InvalidDataException">This is not a VOC file.</exception>
    public static VocDocument Load(string path, byte[] bytes)
    {
        try
        {
            using (var reader = XmlReader.Create(new MemoryStream(bytes), s_settings))
            {
                while (reader.Read())
                {
                    if (reader.Depth > MaxDepth)
                        throw new InvalidDataException($"{path}, line {((IXmlLineInfo)reader).LineNumber}: the elements are nested more than {MaxDepth} levels deep.");
                }
            }

            using var again = XmlReader.Create(new MemoryStream(bytes), s_settings);
            var document = XDocument.Load(again, LoadOptions.PreserveWhitespace);
            return document.Root!.Name.LocalName == "annotation" ? new(document, bytes.AsSpan().IndexOf("\r\n"u8) >= 0)
                : throw new InvalidDataException($"{path}: the root element is '{document.Root.Name.LocalName}', not 'annotation'.");
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber}: this is not valid XML: {e.Message.Split(" Line ")[0].TrimEnd('.')}; write the file again.", e);
        }
    }

    /// <summary>The name of the picture as a file states it, without folders; null if it states none or cannot be read.</summary>
    public static string? StatedPicture(string path)
    {
        try
        {
            return Load(path, RegularFile.ReadAllBytes(path)).Root.Element("filename")?.Value.Trim().Replace('\\', '/').Split('/')[^1];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A file without objects.</summary>
    public static VocDocument New(string folder, string name, int width, int height)
    {
        var root = new XElement("annotation", "\n");
        Add(new XElement("folder", Allowed(folder)));
        Add(new XElement("filename", Allowed(name)));
        Add(new XElement("size", Line(2), new XElement("width", width), Line(2), new XElement("height", height), Line(2), new XElement("depth", 3), Line(1)));
        Add(new XElement("segmented", 0));
        return new(new XDocument(root), windowsLines: false);

        void Add(XElement element)
        {
            root.Add(Indent, element, "\n");
        }
    }

    public static XElement Parse(string raw) => XElement.Parse(raw, LoadOptions.PreserveWhitespace);

    /// <summary>Writes these objects instead of the present ones, each where it was, new ones at the end.</summary>
    public void Replace(IReadOnlyList<WrittenFragment> fragments)
    {
        var present = Objects;
        var kept = fragments.Where(static f => f.Index is not null).ToDictionary(static f => f.Index!.Value, static f => f.Raw);
        for (var i = 0; i < present.Count; i++)
        {
            if (!kept.TryGetValue(i, out var raw)) Remove(present[i]);
            else if (present[i].ToString(SaveOptions.DisableFormatting) != raw) present[i].ReplaceWith(Parse(raw));
        }

        foreach (var fragment in fragments.Where(static f => f.Index is null)) Append(Parse(fragment.Raw));
    }

    /// <summary>Renames a class; false if no object has it.</summary>
    public bool Rename(string from, string to)
    {
        List<XElement> names = [.. Objects.Select(static o => o.Element("name")).OfType<XElement>().Where(name => name.Value.Trim() == from)];
        foreach (var name in names) name.Value = to;
        return names.Count > 0;
    }

    public void Save(Stream stream)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            OmitXmlDeclaration = _document.Declaration is null,
            NewLineHandling = _windowsLines ? NewLineHandling.Replace : NewLineHandling.None,
            NewLineChars = _windowsLines ? "\r\n" : "\n",
            CloseOutput = false,
        };
        using (var writer = XmlWriter.Create(stream, settings)) _document.Save(writer);
        if (_document.Declaration is null && _document.Root!.NextNode is null) stream.Write(_windowsLines ? "\r\n"u8 : "\n"u8);
    }

    private static void Remove(XElement element)
    {
        if (element.PreviousNode is XText before && string.IsNullOrWhiteSpace(before.Value)) before.Remove();
        element.Remove();
    }

    private void Append(XElement element)
    {
        if (!element.Nodes().OfType<XText>().Any()) Spread(element, 2);
        if (Root.LastNode is XText end && string.IsNullOrWhiteSpace(end.Value)) end.Remove();
        Root.Add(Line(1), element, "\n");
    }

    // One element a line, as LabelImg writes it.
    private static void Spread(XElement parent, int depth)
    {
        foreach (var child in parent.Elements().ToList())
        {
            child.AddBeforeSelf(Line(depth));
            if (child.HasElements) Spread(child, depth + 1);
        }

        parent.Add(Line(depth - 1));
    }

    private static string Line(int depth) => "\n" + string.Concat(Enumerable.Repeat(Indent, depth));

    // File names may have characters that XML cannot hold.
    private static string Allowed(string name) => string.Concat(name.Where(XmlConvert.IsXmlChar));
}
