using System.Text.Json;
using Gannet.Datasets.Reading;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests.Coco;

// pycocotools' own numbers on pycocotools' own example.
public partial class CocoEvaluatorTests
{
    // What remains is the rounding of boxes and scores to 32 bits, which could flip a match only at a tie.
    private const double Tolerance = 1e-6;

    // Masks are whole pixels: nothing but the scores is rounded.
    private const double MaskTolerance = 1e-12;

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Hundred_pictures_of_val2014_score_as_pycocotools_scores_them() =>
        Check("instances_val2014_100.json", "instances_val2014_fakebbox100_results.json");

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Undefined_numbers_are_minus_one() => Check("tiny_instances.json", "tiny_results.json");

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Masks_of_val2014_score_as_pycocotools_scores_them() =>
        Check("instances_val2014_100.json", "instances_val2014_fakesegm100_results.json", OverlapKind.Masks);

    private static void Check(string truthFile, string resultsFile, OverlapKind overlap = OverlapKind.Boxes)
    {
        var folder = Repository.Shared("data/coco-oracle");
        using var expectedFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var expected = expectedFile.RootElement.GetProperty($"{truthFile} + {resultsFile}{(overlap == OverlapKind.Masks ? " (segm)" : "")}");
        var reading = DatasetReader.Read(
            Path.Combine(folder, truthFile), new DatasetReadOptions { RequirePictures = false, ClipBoxes = false });
        Assert.Empty(reading.Problems);
        var results = DetectionsReader.ReadFile(Path.Combine(folder, resultsFile), reading.Dataset);
        Assert.Equal(overlap, results.Overlap);
        var scores = CocoEvaluator.Evaluate(reading.Dataset, results.Detections, new() { Overlap = overlap });

        var tolerance = overlap == OverlapKind.Masks ? MaskTolerance : Tolerance;
        foreach (var number in expected.EnumerateObject())
        {
            var actual = (double)typeof(CocoScores).GetProperty(number.Name)!.GetValue(scores)!;
            Assert.True(Math.Abs(actual - number.Value.GetDouble()) <= tolerance, $"{number.Name}: {actual}, expected {number.Value}");
        }
    }
}
