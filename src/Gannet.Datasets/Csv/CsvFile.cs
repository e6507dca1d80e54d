using System.Globalization;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Csv;

/// <summary>Reads a CSV file of boxes; a row with only a filename marks a picture without objects.</summary>
internal sealed class CsvFile(string path, IReadOnlyList<string> places, DatasetBuilder builder)
{
    private static readonly string[] s_columns = ["filename", "width", "height", "class", "xmin", "ymin", "xmax", "ymax"];

    private readonly Dictionary<string, ImageRecord> _pictures = new(StringComparer.Ordinal);
    private readonly List<ImageRecord> _order = [];

    // Layouts without a header: that of TensorFlow's tutorials, and that of keras-retinanet (path, corners, class).
    private static readonly int[] s_eight = [0, 1, 2, 3, 4, 5, 6, 7];
    private static readonly int[] s_six = [0, -1, -1, 5, 1, 2, 3, 4];

    public static bool LooksLikeBoxes(string path) => FindLayout(RegularFile.ReadLines(path).FirstOrDefault() ?? "") is not null;

    public void Read()
    {
        Layout? layout = null;
        var number = 0;
        foreach (var line in RegularFile.ReadLines(path))
        {
            number++;
            var isFirst = layout is null;
            layout ??= FindLayout(line)
                ?? throw new InvalidDataException(
                    $"{path}, line 1: the header must name the columns {string.Join(',', s_columns)} in any order; a file without a header must use this order.");
            if (isFirst && layout.HasHeader) continue;
            if (!string.IsNullOrWhiteSpace(line)) ReadRow(CsvLine.Split(line, layout.Delimiter), layout.Columns, number);
        }

        if (layout is null) throw new InvalidDataException($"{path}: the file is empty.");
        foreach (var picture in _order) builder.Add(picture);
    }

    private static Layout? FindLayout(string firstLine)
    {
        var line = firstLine.TrimStart('\uFEFF');
        foreach (var delimiter in new[] { ',', ';', '\t' })
        {
            var fields = CsvLine.Split(line, delimiter).ConvertAll(static name => name.Trim());
            var names = fields.ConvertAll(static name => name.ToLowerInvariant());
            var columns = Array.ConvertAll(s_columns, names.IndexOf);

            // The size can be read from the picture; all other columns are required.
            if (columns[0] >= 0 && Array.TrueForAll(columns[3..], static column => column >= 0)) return new(delimiter, columns, HasHeader: true);
            var bare = fields.Count switch { 8 => s_eight, 6 => s_six, _ => null };
            if (bare is not null && ImageFolders.IsImage(fields[0]) && Array.TrueForAll(bare[4..], column => Number(fields[column]) is not null))
                return new(delimiter, bare, HasHeader: false);
        }

        return null;
    }

    private void ReadRow(List<string> fields, int[] columns, int line)
    {
        string Field(int column) => columns[column] >= 0 && columns[column] < fields.Count ? fields[columns[column]].Trim() : "";

        var name = Field(0).Replace('\\', '/');
        if (name.Length == 0)
        {
            Problem(line, "the row has no filename");
            return;
        }

        if (!ImageFolders.IsName(name))
        {
            Problem(line, "the filename contains a NUL character, which file names cannot contain");
            return;
        }

        // A name alone, or with empty columns, marks a negative; half a row is a box that was cut off.
        if (fields.Count > 1 && fields.Count <= columns[3..].Max())
        {
            Problem(line, $"the row has {fields.Count} columns and is cut off; the header has {columns.Max() + 1} or more");
            return;
        }

        var picture = Image(name, Number(Field(1)), Number(Field(2)), line);
        if (Enumerable.Range(3, 5).All(column => Field(column).Length == 0)) return;
        if (Field(3).Length == 0)
        {
            Problem(line, "the row has no class");
        }
        else if (Number(Field(4)) is { } x1 && Number(Field(5)) is { } y1 && Number(Field(6)) is { } x2 && Number(Field(7)) is { } y2)
        {
            picture.Annotations.Add(new AnnotationRecord { ClassName = Field(3), X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, Line = line });
        }
        else
        {
            Problem(line, "xmin, ymin, xmax and ymax must be numbers");
        }
    }

    private ImageRecord Image(string name, double? width, double? height, int line)
    {
        if (_pictures.TryGetValue(name, out var picture)) return picture;

        var candidates = places.Select(place => Path.GetFullPath(Path.Combine(place, name))).ToList();
        picture = new ImageRecord
        {
            FileName = name,
            Path = candidates.Find(File.Exists) ?? candidates.FirstOrDefault()
                ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, name)),
            AnnotationFile = path,
            Where = $"line {line}",
            Width = width is > 0 and <= int.MaxValue ? (int)width : 0,
            Height = height is > 0 and <= int.MaxValue ? (int)height : 0,
        };
        _pictures.Add(name, picture);
        _order.Add(picture);
        return picture;
    }

    private void Problem(int line, string what) => builder.Report(DataProblemKind.Malformed, path, $"line {line}", what, "left out", true);

    private static double? Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private sealed record Layout(char Delimiter, int[] Columns, bool HasHeader);
}
