using System.Text.Json;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;
using Gannet.Masks;

namespace Gannet.Datasets.LabelMe;

/// <summary>Reads LabelMe's JSON file for one picture: rectangles and polygons; other shapes are reported.</summary>
internal sealed class LabelMeFile(string path, string root, ImageFolders folders, DatasetBuilder builder)
{
    private const int HeadBytes = 4096;
    private const long MaxBytes = 256_000_000;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>Whether the beginning of a file contains <c>"shapes"</c>, as in LabelMe's files.</summary>
    public static bool LooksLikeLabelMe(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        var head = new byte[Math.Min(stream.Length, HeadBytes)];
        stream.ReadExactly(head);
        return head.AsSpan().IndexOf("\"shapes\""u8) >= 0;
    }

    public void Read()
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new InvalidDataException($"{path}: the file has more than {MaxBytes} bytes, too many for the shapes of one picture.");
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(path).AsMemory(), s_options);
            Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            builder.Report(DataProblemKind.Malformed, path, null, $"this is not valid JSON: {error.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "left out", true);
        }
    }

    private void Read(JsonElement record)
    {
        if (!record.TryMember("shapes", out var shapes) || shapes.ValueKind != JsonValueKind.Array)
        {
            builder.Report(DataProblemKind.Malformed, path, null, "there is no list 'shapes'", "left out", true);
            return;
        }

        var picture = Locate(record);
        var index = 0;
        foreach (var shape in shapes.EnumerateArray())
        {
            if (ToRecord(shape, index, out var fault) is { } annotation) picture.Annotations.Add(annotation);
            else builder.Report(DataProblemKind.Malformed, path, $"shapes[{index}]", fault, "left out", true);
            index++;
        }

        builder.Add(picture);
    }

    // The path inside is often from another machine, so the picture beside the file comes first.
    private ImageRecord Locate(JsonElement record)
    {
        var folder = Path.GetDirectoryName(path)!;
        var stem = Path.GetFileNameWithoutExtension(path);
        var stated = record.TryText("imagePath", out var name) && ImageFolders.IsName(name) ? name.Replace('\\', '/').Split('/')[^1] : null;
        string? found = null;
        foreach (var place in new[] { builder.Options.ImagesFolder, folder }.OfType<string>())
            found ??= stated is null ? folders.FindByStem(place, stem) : folders.FindByName(place, stated) ?? folders.FindByStem(place, stem);
        found = Path.GetFullPath(found ?? Path.Combine(folder, stated ?? stem + ".jpg"));
        return new ImageRecord
        {
            FileName = Path.GetRelativePath(root, found).Replace('\\', '/'),
            Path = found,
            AnnotationFile = path,
            Width = record.TryLong("imageWidth", out var width) && width is > 0 and <= int.MaxValue ? (int)width : 0,
            Height = record.TryLong("imageHeight", out var height) && height is > 0 and <= int.MaxValue ? (int)height : 0,
        };
    }

    private static AnnotationRecord? ToRecord(JsonElement shape, int index, out string fault)
    {
        var kind = shape.TryText("shape_type", out var text) ? text : "polygon";
        fault = $"the shape '{kind}' is neither a rectangle nor a polygon; only these are read";
        if (kind is not ("rectangle" or "polygon")) return null;
        fault = "a shape needs a 'label'";
        if (!shape.TryText("label", out var label)) return null;
        fault = $"the {kind} of '{label}' needs 'points' [[x, y], …]: two corners for a rectangle, three or more points for a polygon";
        if (!shape.TryMember("points", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var points = new List<double>();
        foreach (var point in list.EnumerateArray())
        {
            if (!point.TryNumbers(out var xy) || xy.Length != 2) return null;
            points.AddRange(xy);
        }

        if (points.Count < (kind == "rectangle" ? 4 : 6)) return null;
        var (xs, ys) = (points.Where(static (_, k) => k % 2 == 0).ToList(), points.Where(static (_, k) => k % 2 == 1).ToList());
        return new AnnotationRecord
        {
            ClassName = label,
            X1 = xs.Min(),
            Y1 = ys.Min(),
            X2 = xs.Max(),
            Y2 = ys.Max(),
            Segmentation = kind == "polygon" ? new Segmentation([[.. points]]) : null,
            Index = index,
        };
    }
}
