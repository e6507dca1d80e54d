namespace Gannet.Datasets.Statistics;

/// <summary>Statistics of a data set: enough to choose anchors, picture size and what to label next.</summary>
public sealed record DatasetStatistics
{
    private const double SmallArea = 32 * 32;
    private const double LargeArea = 96 * 96;

    /// <summary>Number of pictures.</summary>
    public required int Images { get; init; }

    /// <summary>Number of pictures without boxes.</summary>
    public required int Negatives { get; init; }

    /// <summary>Number of boxes, crowds and difficult ones included.</summary>
    public required int Boxes { get; init; }

    /// <summary>Number of boxes marked as crowds.</summary>
    public required int Crowds { get; init; }

    /// <summary>Number of boxes marked as difficult.</summary>
    public required int Difficult { get; init; }

    /// <summary>Counts class by class, in the order of the classes.</summary>
    public required IReadOnlyList<ClassStatistics> PerClass { get; init; }

    /// <summary>Number of boxes with an area below 32² square pixels, COCO's limit.</summary>
    public required int Small { get; init; }

    /// <summary>Number of boxes with an area from 32² to below 96² square pixels.</summary>
    public required int Medium { get; init; }

    /// <summary>Number of boxes with an area of 96² square pixels or more.</summary>
    public required int Large { get; init; }

    /// <summary>Boxes per picture.</summary>
    public required Distribution BoxesPerImage { get; init; }

    /// <summary>Square root of a box's area, in pixels.</summary>
    public required Distribution BoxSide { get; init; }

    /// <summary>Height divided by width of a box.</summary>
    public required Distribution BoxAspect { get; init; }

    /// <summary>Share of boxes that intersect another box in the same picture, in [0, 1].</summary>
    public required double OverlappingShare { get; init; }

    /// <summary>Sizes of the pictures, most frequent first.</summary>
    public required IReadOnlyList<ImageSizeCount> ImageSizes { get; init; }

    /// <summary>Computes the statistics of a data set.</summary>
    public static DatasetStatistics Compute(AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var boxes = dataset.Images.SelectMany(static picture => picture.Annotations).ToList();
        var small = boxes.Count(static box => box.EffectiveArea < SmallArea);
        var large = boxes.Count(static box => box.EffectiveArea >= LargeArea);
        return new DatasetStatistics
        {
            Images = dataset.Images.Count,
            Negatives = dataset.Images.Count(static picture => picture.Annotations.Count == 0),
            Boxes = boxes.Count,
            Crowds = boxes.Count(static box => box.IsCrowd),
            Difficult = boxes.Count(static box => box.IsDifficult),
            PerClass = CountClasses(dataset),
            Small = small,
            Medium = boxes.Count - small - large,
            Large = large,
            BoxesPerImage = Distribution.Of(dataset.Images.Select(static picture => (double)picture.Annotations.Count)),
            BoxSide = Distribution.Of(boxes.Select(static a => Math.Sqrt(Math.Max(0, (double)a.Box.Width * a.Box.Height)))),
            BoxAspect = Distribution.Of(boxes.Where(static a => a.Box.IsValid).Select(static a => (double)a.Box.Height / a.Box.Width)),
            OverlappingShare = boxes.Count == 0
                ? 0
                : (double)dataset.Images.Sum(static picture => OverlapCount.Of(picture.Annotations)) / boxes.Count,
            ImageSizes =
            [
                .. dataset.Images.GroupBy(static p => (p.Width, p.Height)).Select(
                    static g => new ImageSizeCount(g.Key.Width, g.Key.Height, g.Count()))
                    .OrderByDescending(static s => s.Images).ThenBy(static s => s.Width).ThenBy(static s => s.Height),
            ],
        };
    }

    private static ClassStatistics[] CountClasses(AnnotatedDataset dataset)
    {
        var boxes = new int[dataset.Classes.Count];
        var pictures = new int[dataset.Classes.Count];
        var last = new int[dataset.Classes.Count];
        for (var p = 0; p < dataset.Images.Count; p++)
        {
            foreach (var annotation in dataset.Images[p].Annotations)
            {
                boxes[annotation.Label]++;
                if (last[annotation.Label] == p + 1) continue;
                last[annotation.Label] = p + 1;
                pictures[annotation.Label]++;
            }
        }

        return [.. dataset.Classes.Select((name, k) => new ClassStatistics(name, boxes[k], pictures[k]))];
    }
}
