using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Matching;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests;

/// <summary>Detections on made scenes.</summary>
internal static class Made
{
    /// <summary>The matches of one picture with two classes.</summary>
    public static DatasetMatches Matches(Annotation[] objects, params DetectedObject[] detections) => Matches(Scene.Dataset(2, Scene.Image(1, objects)), detections);

    public static DatasetMatches Matches(AnnotatedDataset dataset, params IReadOnlyList<DetectedObject>[] detections) =>
        DatasetMatches.Compute(dataset, DetectionRows.Of(detections), IouType.Boxes);

    public static DetectedObject Found(float score, float x1, float y1, float x2, float y2, int label = 0) => new(new Box(x1, y1, x2, y2), label, score);

    /// <summary>Pictures with up to eight objects of three classes; detections near them, elsewhere, and with wrong classes. Corners are
    /// continuous, so that no two overlaps are equal.</summary>
    public static (AnnotatedDataset Dataset, IReadOnlyList<DetectedObject>[] Detections) Random(int seed)
    {
        var random = new Random(seed);
        var pictures = new List<AnnotatedImage>();
        var all = new List<IReadOnlyList<DetectedObject>>();
        for (var p = 0; p < 6; p++)
        {
            var objects = Enumerable.Range(0, random.Next(8)).Select(_ => new Annotation
            {
                Box = Place(random, 200),
                Label = random.Next(3),
                IsCrowd = random.Next(12) == 0,
            }).ToArray();
            var found = new List<DetectedObject>();
            foreach (var annotation in objects)
            {
                for (var k = random.Next(4); k > 0; k--)
                {
                    var shift = random.NextSingle() * 0.8f;
                    var box = annotation.Box.Shift(annotation.Box.Width * shift, annotation.Box.Height * shift * random.NextSingle());
                    found.Add(new(box, random.Next(4) == 0 ? random.Next(3) : annotation.Label, random.NextSingle()));
                }
            }

            for (var k = random.Next(4); k > 0; k--) found.Add(new(Place(random, 200), random.Next(3), random.NextSingle()));
            pictures.Add(Scene.Image(p + 1, objects));
            all.Add(found);
        }

        return (Scene.Dataset(3, [.. pictures]), [.. all]);
    }

    private static Box Place(Random random, float size) =>
        Box.FromSize(random.NextSingle() * size, random.NextSingle() * size, 10 + (random.NextSingle() * 60), 10 + (random.NextSingle() * 60));
}
