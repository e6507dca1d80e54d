using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation;
using Gannet.Pages.Evaluations;

namespace Gannet.Pages.Tests.Evaluations;

/// <summary>A report about a detector that makes every type of mistake.</summary>
internal static class MadeContent
{
    public const string Evil = "</script><script>alert('x')</script><b onclick=\"1\">|`&amp;";

    public static EvaluationContent Of(AnnotatedDataset dataset, IReadOnlyList<DetectedObject>[] detections)
    {
        var details = EvaluationDetails.Compute(dataset, detections);
        return new()
        {
            Title = "Cells",
            Name = "cells",
            Facts = [("Data", "made")],
            Report = EvaluationReport.Compute(dataset, detections),
            Details = details,
            Pictures = WorstPictures.Read(details),
        };
    }

    /// <summary>A data set of pictures with random objects and detections.</summary>
    /// <param name="pictures">How many.</param>
    /// <param name="path">Path of the picture files by number.</param>
    /// <param name="classes">Names of the classes.</param>
    public static (AnnotatedDataset Dataset, IReadOnlyList<DetectedObject>[] Detections) Random(int pictures, Func<int, string> path, params string[] classes)
    {
        var random = new Random(5);
        Box Place() => Box.FromSize(random.NextSingle() * 150, random.NextSingle() * 150, 20 + (random.NextSingle() * 30), 20 + (random.NextSingle() * 30));
        var images = new List<AnnotatedImage>();
        var found = new List<IReadOnlyList<DetectedObject>>();
        for (var p = 0; p < pictures; p++)
        {
            Annotation[] objects = [.. Enumerable.Range(0, 8).Select(_ => new Annotation { Box = Place(), Label = random.Next(classes.Length) })];
            images.Add(Scene.Image(p + 1, objects) with { Path = path(p) });
            found.Add(
            [
                .. objects.Where(_ => random.Next(5) > 0).Select(a => new DetectedObject(a.Box.Shift(random.NextSingle() * 15, 0), random.Next(6) == 0 ? 0 : a.Label, random.NextSingle())),
                .. objects.Where(_ => random.Next(12) == 0).Select(a => new DetectedObject(a.Box, a.Label, random.NextSingle())),
                new(Place(), random.Next(classes.Length), random.NextSingle()),
            ]);
        }

        return (Scene.Dataset(classes.Length, [.. images]) with { Classes = classes }, [.. found]);
    }
}
