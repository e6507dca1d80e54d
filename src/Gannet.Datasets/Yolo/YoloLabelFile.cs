using System.Globalization;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Masks;

namespace Gannet.Datasets.Yolo;

/// <summary>Reads the label file of one picture. A line is a class index and a box or polygon, in fractions of the picture size.</summary>
internal sealed class YoloLabelFile(string path, IReadOnlyList<string> classes, DatasetBuilder builder)
{
    // Decimal fractions land slightly off the intended position; a billionth of a pixel is rounding error.
    private const int PixelDecimals = 9;

    public void Read(ImageRecord picture)
    {
        var number = 0;
        foreach (var line in RegularFile.ReadLines(path))
        {
            number++;
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            if (Parse(fields) is not { } values)
            {
                Problem(
                    DataProblemKind.Malformed, number,
                    "a line needs a class index and four numbers (cx cy width height), or a polygon of three or more points");
            }
            else if (values[0] < 0 || values[0] >= classes.Count || values[0] != Math.Floor(values[0]))
            {
                Problem(DataProblemKind.UnknownClass, number, $"the class index {fields[0]} is not one of the {classes.Count} classes, numbered from 0");
            }
            else
            {
                picture.Annotations.Add(ToRecord(values, picture, number));
            }
        }
    }

    /// <summary>The numbers of a line; null if they are neither a box nor a polygon.</summary>
    public static double[]? Parse(string[] fields)
    {
        if (fields.Length != 5 && (fields.Length < 7 || fields.Length % 2 == 0)) return null;
        var values = new double[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                return null;
        }

        return values;
    }

    private AnnotationRecord ToRecord(double[] values, ImageRecord picture, int line)
    {
        var polygon = values.Length > 5 ? ToPixels(values.AsSpan(1), picture.Width, picture.Height) : null;
        var (x1, y1, x2, y2) = Place(values, picture.Width, picture.Height);
        return new AnnotationRecord
        {
            ClassName = classes[(int)values[0]],
            X1 = x1,
            Y1 = y1,
            X2 = x2,
            Y2 = y2,
            Segmentation = polygon is null ? null : new Segmentation([polygon]),
            Line = line,
        };
    }

    /// <summary>The corners in pixels of the box or polygon on a line.</summary>
    public static (double X1, double Y1, double X2, double Y2) Place(double[] values, int width, int height)
    {
        var (x1, y1, x2, y2) = values.Length > 5 ? Extent(ToPixels(values.AsSpan(1), width, height)) : Corners(values, width, height);
        return (Math.Round(x1, PixelDecimals), Math.Round(y1, PixelDecimals), Math.Round(x2, PixelDecimals), Math.Round(y2, PixelDecimals));
    }

    private static (double, double, double, double) Corners(double[] v, int width, int height)
    {
        var (halfWidth, halfHeight) = (v[3] / 2, v[4] / 2);
        return ((v[1] - halfWidth) * width, (v[2] - halfHeight) * height, (v[1] + halfWidth) * width, (v[2] + halfHeight) * height);
    }

    private static double[] ToPixels(ReadOnlySpan<double> shares, int width, int height)
    {
        var points = shares.ToArray();
        for (var i = 0; i < points.Length; i++) points[i] *= i % 2 == 0 ? width : height;
        return points;
    }

    private static (double, double, double, double) Extent(double[] points)
    {
        var (x1, y1, x2, y2) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < points.Length; i += 2)
        {
            (x1, x2) = (Math.Min(x1, points[i]), Math.Max(x2, points[i]));
            (y1, y2) = (Math.Min(y1, points[i + 1]), Math.Max(y2, points[i + 1]));
        }

        return (x1, y1, x2, y2);
    }

    private void Problem(DataProblemKind kind, int line, string what) => builder.Report(kind, path, $"line {line}", what, "left out", true);
}
