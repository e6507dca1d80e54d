using Gannet.Datasets;

namespace Gannet.Cli.Bench;

/// <summary>Generated objects and detections, as many as in COCO's validation set: the work of an evaluation without the pictures.</summary>
/// <param name="GroundTruth">The objects.</param>
/// <param name="Detections">The detections of each picture.</param>
internal sealed record GeneratedEvaluation(AnnotatedDataset GroundTruth, IReadOnlyList<IReadOnlyList<DetectedObject>> Detections)
{
    public const int Images = 5_000, Objects = 36_000, PerImage = 100, Classes = 80;

    private const int Width = 640, Height = 480;

    // Corners at eighths of a pixel: the same numbers in float, in double and in a file.
    private const float Grid = 8;

    /// <summary>Makes the same numbers for the same seed.</summary>
    public static GeneratedEvaluation Make(int seed)
    {
        var random = new Random(seed);
        var objects = new List<Annotation>[Images];
        for (var p = 0; p < Images; p++) objects[p] = [];
        for (var id = 1; id <= Objects; id++) objects[random.Next(Images)].Add(Object(random, id));
        return new(
            new AnnotatedDataset
            {
                Root = Path.GetFullPath("."),
                Format = AnnotationFormat.Coco,
                Classes = [.. Enumerable.Range(1, Classes).Select(static k => $"class {k}")],
                CategoryIds = [.. Enumerable.Range(1, Classes).Select(static k => (long)k)],
                Images = [.. objects.Select(static (own, p) => Image(p + 1, own))],
            },
            [.. objects.Select(own => Enumerable.Range(0, PerImage).Select(k => Found(random, own, k)).ToArray())]);
    }

    private static AnnotatedImage Image(int id, List<Annotation> objects) => new()
    {
        FileName = $"{id:D6}.jpg",
        Path = Path.GetFullPath($"{id:D6}.jpg"),
        Id = id,
        Width = Width,
        Height = Height,
        Annotations = objects,
    };

    private static Annotation Object(Random random, int id) => new()
    {
        Box = AnyBox(random),
        Label = Label(random),
        Id = id,
        IsCrowd = random.Next(100) == 0,
    };

    // Three per object, closer or farther away; the rest anywhere, and rarely with as high a score.
    private static DetectedObject Found(Random random, List<Annotation> objects, int k)
    {
        if (k >= 3 * objects.Count) return new(AnyBox(random), Label(random), Snap(random.NextSingle() * .6f, 4096));
        var (box, label) = (objects[k / 3].Box, random.Next(12) == 0 ? Label(random) : objects[k / 3].Label);
        var (x, y) = (box.Width * Nearly(random), box.Height * Nearly(random));
        return new(Snapped(box.X1 + x, box.Y1 + y, box.Width * (1 + Nearly(random)), box.Height * (1 + Nearly(random))), label, Snap(random.NextSingle(), 4096));
    }

    // Most are near 0, none is beyond ±.3.
    private static float Nearly(Random random) => .3f * random.NextSingle() * random.NextSingle() * (random.Next(2) * 2 - 1);

    // Small objects are the most frequent, and some classes are more frequent than others.
    private static int Label(Random random) => (int)(Classes * Math.Pow(random.NextDouble(), 2));

    private static Box AnyBox(Random random)
    {
        float width = 8 * MathF.Pow(40, random.NextSingle()), height = 8 * MathF.Pow(40, random.NextSingle());
        return Snapped(random.NextSingle() * (Width - width), random.NextSingle() * (Height - height), width, height);
    }

    private static Box Snapped(float x, float y, float width, float height) =>
        Box.FromSize(Snap(x, Grid), Snap(y, Grid), Math.Max(Snap(width, Grid), 1), Math.Max(Snap(height, Grid), 1));

    private static float Snap(float value, float steps) => MathF.Round(value * steps) / steps;
}
