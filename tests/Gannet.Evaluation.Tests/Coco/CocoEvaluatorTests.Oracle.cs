using System.Text.Json;
using Gannet.Datasets.Reading;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests.Coco;

// pycocotools' own numbers on pycocotools' own example.
public partial class CocoEvaluatorTests
{
    // Matches are the same, to the last tie; only the order in which the mean is summed differs.
    private const double Tolerance = 1e-12;

    private const string Cases = "coco/scores.json";

    public static TheoryData<string> CaseNames()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.Fixture(Cases)));
        return [.. file.RootElement.EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void A_results_file_scores_as_pycocotools_scores_it(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.Fixture(Cases)));
        var scene = file.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("truth.json"), scene.GetProperty("truth").GetRawText());
        File.WriteAllText(folder.File("results.json"), scene.GetProperty("results").GetRawText());
        var dataset = DatasetReader.Read(folder.File("truth.json"), new() { RequireImages = false, ClipBoxes = false }).Dataset;
        var results = DetectionsReader.ReadFile(folder.File("results.json"), dataset);
        foreach (var kind in scene.GetProperty("expected").EnumerateObject())
        {
            var overlap = kind.Name == "segm" ? IouType.Masks : IouType.Boxes;
            var actual = Numbers(CocoEvaluator.Evaluate(dataset, results, new() { Overlap = overlap }));
            var expected = kind.Value.EnumerateArray().Select(static number => number.GetDouble()).ToArray();
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{kind.Name} {i}: {actual[i]}, expected {expected[i]}");
        }
    }

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Hundred_pictures_of_val2014_score_as_pycocotools_scores_them() =>
        Check("instances_val2014_100.json", "instances_val2014_fakebbox100_results.json");

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Undefined_numbers_are_minus_one() => Check("tiny_instances.json", "tiny_results.json");

    [SharedDataFact("data/coco-oracle/expected.json")]
    public void Masks_of_val2014_score_as_pycocotools_scores_them() =>
        Check("instances_val2014_100.json", "instances_val2014_fakesegm100_results.json", IouType.Masks);

    private static void Check(string truthFile, string resultsFile, IouType overlap = IouType.Boxes)
    {
        var folder = Repository.Shared("data/coco-oracle");
        using var expectedFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var expected = expectedFile.RootElement.GetProperty($"{truthFile} + {resultsFile}{(overlap == IouType.Masks ? " (segm)" : "")}");
        var reading = DatasetReader.Read(
            Path.Combine(folder, truthFile), new DatasetReadOptions { RequireImages = false, ClipBoxes = false });
        Assert.Empty(reading.Problems);
        var results = DetectionsReader.ReadFile(Path.Combine(folder, resultsFile), reading.Dataset);
        Assert.Equal(overlap, results.Overlap);
        var scores = CocoEvaluator.Evaluate(reading.Dataset, results, new() { Overlap = overlap });

        foreach (var number in expected.EnumerateObject())
        {
            var actual = (double)typeof(CocoScores).GetProperty(number.Name)!.GetValue(scores)!;
            Assert.True(Math.Abs(actual - number.Value.GetDouble()) <= Tolerance, $"{number.Name}: {actual}, expected {number.Value}");
        }
    }
}
