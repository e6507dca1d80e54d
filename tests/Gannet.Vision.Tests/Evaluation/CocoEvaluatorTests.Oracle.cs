using System.Text.Json;
using Gannet.Vision.Annotations;
using Gannet.Vision.Evaluation;

namespace Gannet.Vision.Tests.Evaluation;

// pycocotools' own numbers on pycocotools' own example.
public partial class CocoEvaluatorTests
{
    // What remains is the rounding of boxes and scores to 32 bits, which could flip a match only at a tie.
    private const double Tolerance = 1e-6;

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Hundred_pictures_of_val2014_score_as_pycocotools_scores_them() =>
        Check("instances_val2014_100.json", "instances_val2014_fakebbox100_results.json");

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Undefined_numbers_are_minus_one() => Check("tiny_instances.json", "tiny_results.json");

    private static void Check(string truthFile, string resultsFile)
    {
        var folder = Repository.Shared("data/coco-oracle");
        using var expectedFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var expected = expectedFile.RootElement.GetProperty($"{truthFile} + {resultsFile}");
        var reading = DatasetReader.Read(
            Path.Combine(folder, truthFile), new DatasetReadOptions { RequirePictures = false, ClipBoxes = false });
        Assert.Empty(reading.Problems);
        var scores = CocoEvaluator.Evaluate(reading.Dataset, DetectionsReader.Read(Path.Combine(folder, resultsFile), reading.Dataset));

        foreach (var number in expected.EnumerateObject())
        {
            var actual = (double)typeof(CocoScores).GetProperty(number.Name)!.GetValue(scores)!;
            Assert.True(Math.Abs(actual - number.Value.GetDouble()) <= Tolerance, $"{number.Name}: {actual}, expected {number.Value}");
        }
    }
}
