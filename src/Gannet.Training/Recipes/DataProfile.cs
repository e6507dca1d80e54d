using Gannet.Datasets;

namespace Gannet.Training.Recipes;

/// <summary>What a recipe is chosen from: numbers of a training set that do not depend on the size that pictures are scaled to.</summary>
public sealed record DataProfile
{
    /// <summary>Number of pictures with a known size.</summary>
    public required int Pictures { get; init; }

    /// <summary>Objects in each picture: median and 90th percentile, at least 1.</summary>
    public required (double Median, double Most) ObjectsPerPicture { get; init; }

    /// <summary>Shorter side of a picture in pixels: median.</summary>
    public required double ShortSide { get; init; }

    /// <summary>Longer side divided by the shorter: median, and 90th percentile.</summary>
    public required (double Median, double Most) Elongation { get; init; }

    /// <summary>
    /// Side of an object (the root of its area) as a share of its picture's shorter side, in the class of the smallest objects: lower
    /// quartile and median. Classes with fewer than <see cref="LeastObjects"/> objects do not count.
    /// </summary>
    public required (double Quartile, double Median) SmallestClass { get; init; }

    /// <summary>
    /// The same for all objects: from the 5th percentile, or the lower decile of a class if that is smaller, to the 95th percentile, or the upper
    /// decile of a class if that is larger.
    /// </summary>
    public required (double Low, double High) Side { get; init; }

    /// <summary>Side of an object of the smallest class in pixels of its picture: lower quartile. Tiles show it at this size.</summary>
    public required double SmallestPixels { get; init; }

    /// <summary>The range <see cref="Side"/> in pixels of the picture.</summary>
    public required (double Low, double High) Pixels { get; init; }

    /// <summary>Height and width of each object as shares of its picture's shorter side.</summary>
    public required IReadOnlyList<(float Height, float Width)> Shapes { get; init; }

    /// <summary>Share of the pictures that hold the rarest class.</summary>
    public required double RarestClass { get; init; }

    /// <summary>Name of the class of the smallest objects.</summary>
    public required string SmallestName { get; init; }

    /// <summary>A class with fewer objects does not decide the input size.</summary>
    public const int LeastObjects = 10;

    /// <summary>Looks at a training set.</summary>
    /// <param name="data">At least one object in a picture of known size.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static DataProfile Of(AnnotatedDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<AnnotatedImage> pictures = [.. data.Images.Where(static p => p is { Width: > 0, Height: > 0 })];
        var objects = pictures.SelectMany(static p => p.Annotations.Where(static a => !a.IsCrowd && a.Box.IsValid).Select(a => new Seen(p, a))).ToList();
        if (objects.Count == 0) throw new InvalidDataException($"{data.Root}: has no object in a picture of known size; name a preset with --preset.");
        var byClass = objects.GroupBy(static o => o.Label).ToList();
        var deciding = byClass.Where(static c => c.Count() >= LeastObjects).ToList();
        var smallest = (deciding.Count > 0 ? deciding : byClass).MinBy(static c => Quantile(c.Select(static o => o.Side), 0.25))!;
        var counts = pictures.Select(static p => (double)p.Annotations.Count(static a => !a.IsCrowd)).Where(static n => n > 0).ToList();
        var elongation = pictures.Select(static p => (double)Math.Max(p.Width, p.Height) / Math.Min(p.Width, p.Height)).ToList();
        return new()
        {
            Pictures = pictures.Count,
            ObjectsPerPicture = (Quantile(counts, 0.5), Quantile(counts, 0.9)),
            ShortSide = Quantile(pictures.Select(static p => (double)Math.Min(p.Width, p.Height)), 0.5),
            Elongation = (Quantile(elongation, 0.5), Quantile(elongation, 0.9)),
            SmallestClass = (Quantile(smallest.Select(static o => o.Side), 0.25), Quantile(smallest.Select(static o => o.Side), 0.5)),
            SmallestName = data.Classes[smallest.Key],
            Side = Range(objects, deciding, static o => o.Side),
            SmallestPixels = Quantile(smallest.Select(static o => o.Pixels), 0.25),
            Pixels = Range(objects, deciding, static o => o.Pixels),
            Shapes = [.. objects.Select(static o => (o.Height, o.Width))],
            RarestClass = byClass.Min(static c => (double)c.Select(static o => o.Picture).Distinct().Count()) / pictures.Count,
        };
    }

    private static (double Low, double High) Range(List<Seen> objects, List<IGrouping<int, Seen>> classes, Func<Seen, double> side) => (
        classes.Select(c => Quantile(c.Select(side), 0.1)).Append(Quantile(objects.Select(side), 0.05)).Min(),
        classes.Select(c => Quantile(c.Select(side), 0.9)).Append(Quantile(objects.Select(side), 0.95)).Max());

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }

    private readonly struct Seen(AnnotatedImage picture, Annotation annotation)
    {
        private readonly float _shorter = Math.Min(picture.Width, picture.Height);

        public AnnotatedImage Picture => picture;

        public int Label => annotation.Label;

        public float Height => annotation.Box.Height / _shorter;

        public float Width => annotation.Box.Width / _shorter;

        public double Side => Math.Sqrt(Height * Width);

        public double Pixels => Side * _shorter;
    }
}
