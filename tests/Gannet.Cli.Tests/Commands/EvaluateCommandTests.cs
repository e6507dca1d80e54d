using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

public sealed class EvaluateCommandTests
{
    [SharedDataFact("data/coco-oracle/expected.json")]
    public async Task A_results_file_scores_as_pycocotools_scores_it()
    {
        var folder = Repository.Shared("data/coco-oracle");
        var run = await CommandRun.Of(
            "evaluate", "--detections", Path.Combine(folder, "instances_val2014_fakebbox100_results.json"), "--data", Path
                .Combine(folder, "instances_val2014_100.json"), "--json", "-");
        Assert.Equal(0, run.Code);
        using var actual = JsonDocument.Parse(run.Output);
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        foreach (var number in expected.RootElement.EnumerateObject().First().Value.EnumerateObject())
        {
            Assert.Equal(number.Value.GetDouble(), actual.RootElement.GetProperty(number.Name).GetDouble(), 1e-6);
        }

        Assert.Equal((100, 839), (actual.RootElement.GetProperty("images").GetInt32(), actual.RootElement.GetProperty("boxes").GetInt32()));
        Assert.Equal(80, actual.RootElement.GetProperty("perClass").EnumerateObject().Count());
        Assert.InRange(actual.RootElement.GetProperty("voc").GetProperty("mAP").GetDouble(), 0.6, 0.8);
    }

    [Fact]
    public async Task A_row_for_an_unknown_picture_is_one_line()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("results.json"), """[{"file_name": "b.png", "category": "cell", "bbox": [0, 0, 1, 1], "score": 1}]""");
        var run = await CommandRun.Of("evaluate", "--detections", folder.File("results.json"), "--data", folder.Path);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("results.json, row 1: the data set has no picture 'b.png'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_are_a_table_by_class()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("results.json"), """[{"file_name": "a.png", "category": "cell", "bbox": [10, 12, 30, 20], "score": 1}]""");
        var run = await CommandRun.Of("evaluate", "--detections", folder.File("results.json"), "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Matches(@"AP   IoU \.50:\.95 +1\.0000\n", run.Output);
        Assert.Matches(@"cell +1\.0000 +1\.0000  1\n", run.Output);
    }
}
