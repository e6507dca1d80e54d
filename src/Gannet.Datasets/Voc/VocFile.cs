using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Voc;

/// <summary>Reads the XML file of one picture.</summary>
internal sealed class VocFile(string path, DatasetBuilder builder)
{
    // No document type (entity bombs), no resolver (references to files and URLs), no unlimited text.
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64_000_000,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // Building the tree takes time quadratic in its depth; real files are four levels deep.
    private const int MaxDepth = 64;
    private const int SmallFileBytes = 64 * 1024;

    private readonly List<AnnotationRecord> _objects = [];
    private string? _statedName;
    private int _width;
    private int _height;

    public static bool LooksLikeVoc(string path)
    {
        try
        {
            using var reader = XmlReader.Create(RegularFile.OpenRead(path), s_settings);
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == "annotation";
        }
        catch (XmlException)
        {
            // Broken XML among annotations is reported when it is read, not skipped here.
            return true;
        }
    }

    /// <summary>Reads the file; null, with a problem added, when it is not a VOC annotation.</summary>
    public VocFile? Read()
    {
        try
        {
            if (DeepLine() is { } deep) return Malformed(deep, $"the elements are nested more than {MaxDepth} levels deep");
            using var reader = XmlReader.Create(RegularFile.OpenRead(path), s_settings);
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            if (root.Name.LocalName != "annotation")
                return Malformed(Line(root), $"the root element is '{root.Name.LocalName}', not 'annotation'");
            _statedName = root.Element("filename")?.Value.Trim();
            _width = Size(root, "width");
            _height = Size(root, "height");
            foreach (var element in root.Elements("object")) ReadObject(element);
            return this;
        }
        catch (XmlException e)
        {
            return Malformed(e.LineNumber, $"this is not valid XML: {e.Message.Split(" Line ")[0].TrimEnd('.')}");
        }
    }

    /// <summary>Finds the picture by the XML's file name first: users rename both files and leave the name inside unchanged.</summary>
    public ImageRecord Locate(ImageFolders folders, IReadOnlyList<string> places, string root)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var stated = _statedName is { Length: > 0 } name ? name.Replace('\\', '/').Split('/')[^1] : null;
        string? found = null;
        foreach (var place in places) found ??= folders.FindByStem(place, stem) ?? folders.FindByName(place, stem);
        foreach (var place in places)
            found ??= stated is null ? null : folders.FindByName(place, stated) ?? folders.FindByStem(place, stated);
        found ??= Path.Combine(places[0], stated ?? stem + ".jpg");
        found = Path.GetFullPath(found);
        return new ImageRecord
        {
            FileName = Path.GetRelativePath(root, found).Replace('\\', '/'),
            Path = found,
            AnnotationFile = path,
            Width = _width,
            Height = _height,
            Annotations = _objects,
        };
    }

    // Line of the first element that is too deep, found without a tree; only for files large enough for depth to cost time.
    private int? DeepLine()
    {
        if (new FileInfo(path).Length <= SmallFileBytes) return null;
        using var reader = XmlReader.Create(RegularFile.OpenRead(path), s_settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth) return ((IXmlLineInfo)reader).LineNumber;
        }

        return null;
    }

    private void ReadObject(XElement element)
    {
        var name = element.Element("name")?.Value.Trim();
        if (string.IsNullOrEmpty(name))
        {
            Malformed(Line(element), "the object has no name");
        }
        else if (element.Element("bndbox") is not { } box)
        {
            Malformed(Line(element), $"the object '{name}' has no bndbox");
        }
        else if (Number(box, "xmin") is { } x1 && Number(box, "ymin") is { } y1 && Number(box, "xmax") is { } x2 && Number(box, "ymax") is { } y2)
        {
            _objects.Add(new AnnotationRecord
            {
                ClassName = name,
                X1 = x1,
                Y1 = y1,
                X2 = x2,
                Y2 = y2,
                IsDifficult = element.Element("difficult")?.Value.Trim() is "1" or "true",
                Line = Line(element),
            });
        }
        else
        {
            Malformed(Line(box), $"the bndbox of '{name}' needs the numbers xmin, ymin, xmax and ymax");
        }
    }

    private VocFile? Malformed(int line, string what)
    {
        builder.Report(DataProblemKind.Malformed, path, $"line {line}", what, "left out", true);
        return null;
    }

    private static int Size(XElement root, string name) =>
        root.Element("size") is { } size && Number(size, name) is > 0 and <= int.MaxValue and var value ? (int)value : 0;

    private static double? Number(XElement parent, string name) =>
        double.TryParse(parent.Element(name)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int Line(XObject node) => ((IXmlLineInfo)node).LineNumber;
}
