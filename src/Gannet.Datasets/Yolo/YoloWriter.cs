using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Gannet.Datasets.Writing;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Yolo;

/// <summary>Writes <c>images/SPLIT/</c>, <c>labels/SPLIT/</c> and <c>data.yaml</c>.</summary>
internal sealed class YoloWriter(string root) : FormatWriter(root)
{
    // Six decimals are customary, and enough below 1,000 pixels; more are written only where they make a difference.
    private const int CustomaryDecimals = 6;
    private const int MaxDecimals = 17;

    public override void Write(IReadOnlyList<AnnotatedDataset> splits, ImagePlacer placer)
    {
        var named = Name(splits);
        foreach (var (name, split) in named)
        {
            var names = new OutputNames(byStem: true, flat: false);
            var (images, labels) = (Path.Combine(Root, "images", name), Path.Combine(Root, "labels", name));
            Directory.CreateDirectory(images);
            Directory.CreateDirectory(labels);
            foreach (var picture in split.Images)
            {
                var fileName = names.Take(NameInSplit(picture, split.Split));
                placer.Place(picture, images, fileName);
                WriteLabels(picture, Path.Combine(labels, Path.ChangeExtension(fileName, ".txt")));
            }
        }

        ImageFile.Write(
            Path.Combine(Root, "data.yaml"), Encoding.UTF8.GetBytes(Yaml(named.ConvertAll(static pair => pair.Name), splits[0].Classes)));
    }

    // All names are checked before anything is written.
    private List<(string Name, AnnotatedDataset Split)> Name(IReadOnlyList<AnnotatedDataset> splits)
    {
        var named = new List<(string Name, AnnotatedDataset Split)>();
        foreach (var split in splits)
        {
            if (SplitName(split.Split) is { } name)
            {
                if (named.Exists(pair => pair.Name == name))
                    throw new InvalidDataException($"two splits would be named '{name}' in YOLO; choose one with --split.");
                named.Add((name, split));
            }
            else if (RepeatsOthers(split, splits))
            {
                Lose($"split is left out: '{split.Split}' only repeats pictures of other splits");
            }
            else
            {
                throw new InvalidDataException($"YOLO has the splits train, val and test, not '{split.Split}'; choose with --split.");
            }
        }

        return named;
    }

    private static string? SplitName(string? split) => split?.TrimEnd("0123456789".ToCharArray()).ToLowerInvariant() switch
    {
        null or "train" => "train",
        "val" or "valid" or "validation" => "val",
        "test" => "test",
        _ => null,
    };

    private static bool RepeatsOthers(AnnotatedDataset split, IReadOnlyList<AnnotatedDataset> splits)
    {
        var others = splits.Where(other => SplitName(other.Split) is not null).SelectMany(static other => other.Images)
            .Select(static p => p.Path).ToHashSet(StringComparer.Ordinal);
        return others.Count > 0 && split.Images.All(picture => others.Contains(picture.Path));
    }

    private static string Yaml(List<string> splits, IReadOnlyList<string> classes)
    {
        var text = new StringBuilder();
        foreach (var split in splits) text.Append(CultureInfo.InvariantCulture, $"{split}: images/{split}\n");
        text.Append("names:\n");

        // Any JSON string is also a valid YAML string.
        for (var k = 0; k < classes.Count; k++) text.Append(
            CultureInfo.InvariantCulture, $"  {k}: \"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(classes[k])}\"\n");
        return text.ToString();
    }

    private void WriteLabels(AnnotatedImage picture, string path)
    {
        if (picture.Annotations.Count > 0 && (picture.Width <= 0 || picture.Height <= 0))
        {
            throw new InvalidDataException(
                $"{picture.Path}: YOLO needs the picture's size, but it cannot be read; fix or remove the picture.");
        }

        var text = new StringBuilder();
        foreach (var annotation in picture.Annotations)
        {
            if (annotation.IsCrowd)
            {
                Lose("crowds are left out, since in YOLO they would become ordinary objects");
                continue;
            }

            if (annotation.IsDifficult) Lose("difficult objects become ordinary ones");
            if (annotation.Segmentation is not null) Lose("outlines are left out");
            text.Append(CultureInfo.InvariantCulture, $"{annotation.Label} {Shares(annotation.Box, picture.Width, picture.Height)}\n");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A box as <c>cx cy width height</c>, fractions of the picture's size.</summary>
    public static string Shares(in Box box, int width, int height)
    {
        var (cx, w) = Shares(box.X1, box.X2, width);
        var (cy, h) = Shares(box.Y1, box.Y2, height);
        return $"{cx} {cy} {w} {h}";
    }

    private static (string Centre, string Size) Shares(float start, float end, int pixels)
    {
        var (centre, size) = (((double)start + end) / 2 / pixels, ((double)end - start) / pixels);
        for (var decimals = CustomaryDecimals; ; decimals++)
        {
            var format = "0." + new string('0', decimals);
            var (centreText, sizeText) = (
                centre.ToString(format, CultureInfo.InvariantCulture), size.ToString(format, CultureInfo.InvariantCulture));
            var (c, half) = (
                double.Parse(centreText, CultureInfo.InvariantCulture), double.Parse(sizeText, CultureInfo.InvariantCulture) / 2);
            if (decimals == MaxDecimals || (ReadsAs((c - half) * pixels, start) && ReadsAs((c + half) * pixels, end)))
                return (centreText, sizeText);
        }
    }

    private static bool ReadsAs(double pixels, float expected) => (float)Math.Round(pixels, 9) == expected;
}
