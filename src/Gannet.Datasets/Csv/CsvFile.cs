using System.Globalization;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Csv;

/// <summary>Reads a CSV file of boxes; a row with a picture and nothing else marks a picture without objects.</summary>
internal sealed class CsvFile(string path, IReadOnlyList<string> places, DatasetBuilder builder)
{
    private static readonly string[] s_columns = ["filename", "width", "height", "class", "xmin", "ymin", "xmax", "ymax"];

    private readonly Dictionary<string, PictureRecord> _pictures = new(StringComparer.Ordinal);
    private readonly List<PictureRecord> _order = [];

    public static bool HasHeader(string path) => Columns(File.ReadLines(path).FirstOrDefault() ?? "") is not null;

    public void Read()
    {
        int[]? columns = null;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (columns is null)
            {
                columns = Columns(line)
                    ?? throw new InvalidDataException(
                        $"{path}, line 1: the header must name the columns {string.Join(',', s_columns)}, in any order.");
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                ReadRow(CsvLine.Split(line), columns, number);
            }
        }

        if (columns is null) throw new InvalidDataException($"{path}: the file is empty.");
        foreach (var picture in _order) builder.Add(picture);
    }

    private static int[]? Columns(string header)
    {
        var names = CsvLine.Split(header.TrimStart('\uFEFF')).ConvertAll(static name => name.Trim().ToLowerInvariant());
        var columns = Array.ConvertAll(s_columns, names.IndexOf);

        // The size can be read from the picture; nothing else can be done without.
        return columns[0] >= 0 && Array.TrueForAll(columns[3..], static column => column >= 0) ? columns : null;
    }

    private void ReadRow(List<string> fields, int[] columns, int line)
    {
        string Field(int column) => columns[column] >= 0 && columns[column] < fields.Count ? fields[columns[column]].Trim() : "";

        var name = Field(0).Replace('\\', '/');
        if (name.Length == 0)
        {
            Problem(line, "the row names no picture");
            return;
        }

        var picture = Picture(name, Number(Field(1)), Number(Field(2)), line);
        if (Enumerable.Range(3, 5).All(column => Field(column).Length == 0)) return;
        if (Field(3).Length == 0)
        {
            Problem(line, "the row names no class");
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

    private PictureRecord Picture(string name, double? width, double? height, int line)
    {
        if (_pictures.TryGetValue(name, out var picture)) return picture;

        var candidates = places.Select(place => Path.GetFullPath(Path.Combine(place, name))).ToList();
        picture = new PictureRecord
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
}
