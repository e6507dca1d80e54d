using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

public sealed class EvaluateCommandTests
{
    [SharedDataFact("data/coco-oracle/expected.json")]
    public Task A_results_file_scores_as_pycocotools_scores_it() => Scores("instances_val2014_fakebbox100_results.json", "", 0.6, 0.8);

    [SharedDataFact("data/coco-oracle/expected.json")]
    public Task A_results_file_of_masks_alone_is_scored_by_masks() => Scores("instances_val2014_fakesegm100_results.json", " (segm)", 0.4, 0.8);

    private static async Task Scores(string results, string kind, double leastVoc, double mostVoc)
    {
        var folder = Repository.Shared("data/coco-oracle");
        var run = await CommandRun.Of(
            "evaluate", "--detections", Path.Combine(folder, results), "--data", Path.Combine(folder, "instances_val2014_100.json"), "--json", "-");
        Assert.Equal(0, run.Code);
        using var actual = JsonDocument.Parse(run.Output);
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        foreach (var number in expected.RootElement.GetProperty($"instances_val2014_100.json + {results}{kind}").EnumerateObject())
        {
            Assert.Equal(number.Value.GetDouble(), actual.RootElement.GetProperty(number.Name).GetDouble(), 1e-6);
        }

        Assert.Equal((100, 839), (actual.RootElement.GetProperty("images").GetInt32(), actual.RootElement.GetProperty("boxes").GetInt32()));
        Assert.Equal(80, actual.RootElement.GetProperty("perClass").EnumerateObject().Count());
        Assert.InRange(actual.RootElement.GetProperty("voc").GetProperty("mAP").GetDouble(), leastVoc, mostVoc);
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
    public async Task Rows_of_an_unknown_class_are_said_and_not_scored()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("results.json"), """[{"file_name": "a.png", "category": "dog", "bbox": [0, 0, 1, 1], "score": 1}]""");
        var run = await CommandRun.Of("evaluate", "--detections", folder.File("results.json"), "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("1 rows have classes that are not in the data set, such as 'dog'; they are not scored.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_are_a_table_by_class()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("results.json"), """[{"file_name": "a.png", "category": "cell", "bbox": [10, 12, 30, 20], "score": 1}]""");
        var run = await CommandRun.Of("evaluate", "--detections", folder.File("results.json"), "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("by box overlap\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"AP   IoU \.50:\.95 +1\.0000\n", run.Output);
        Assert.Matches(@"cell +1\.0000 +1\.0000  1\n", run.Output);
    }

    [Fact]
    public async Task A_results_file_has_a_report_and_a_second_one_beside_the_first()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("good.json"), """[{"file_name": "a.png", "category": "cell", "bbox": [10, 12, 30, 20], "score": 1}]""");
        File.WriteAllText(folder.File("bad.json"), """[{"file_name": "a.png", "category": "cell", "bbox": [10, 12, 30, 8], "score": 0.75}]""");
        var good = await CommandRun.Of("evaluate", "--detections", folder.File("good.json"), "--data", folder.Path, "--report", folder.File("good"));
        Assert.True(good.Code == 0, good.Error);
        Assert.Contains($"Report: {folder.File("good/index.html")}", good.Error, StringComparison.Ordinal);
        var bad = await CommandRun.Of(
            "evaluate", "--detections", folder.File("bad.json"), "--data", folder.Path, "--report", folder.File("bad"), "--compare", folder.File("good/report.json"));
        Assert.True(bad.Code == 0, bad.Error);

        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("bad/report.json")));
        Assert.Equal(0, json.RootElement.GetProperty("AP").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("comparison").GetProperty("AP").GetDouble(), 1e-12);
        var markdown = File.ReadAllText(folder.File("bad/report.md"));
        Assert.Contains("| all | 0.000 | 1.000 | −1.000 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| Loc | box is off | 1 | 1.000 | 0.000 |", markdown, StringComparison.Ordinal);
        Assert.Contains("<b>Loc</b>", File.ReadAllText(folder.File("bad/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_are_not_there_are_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.json"), """
            {"images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 20}], "categories": [{"id": 3, "name": "<b>"}],
            "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 10, 10], "area": 100, "iscrowd": 0}]}
            """);
        File.WriteAllText(folder.File("found.json"), "[]");
        var run = await CommandRun.Of("evaluate", "--detections", folder.File("found.json"), "--data", folder.File("data.json"), "--report", folder.File("report"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Single(run.Error.Split('\n'), static line => line == "1 of 1 pictures are not drawn: the files are not there; name their folder with --images.");
        Assert.Contains("&lt;b&gt;", File.ReadAllText(folder.File("report/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_with_what_is_no_evaluation_is_one_line()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File("found.json"), "[]");
        var run = await CommandRun.Of(
            "evaluate", "--detections", folder.File("found.json"), "--data", folder.Path, "--report", folder.File("report"), "--compare", folder.File("found.json"));
        run.OneLineOfWrongInput("found.json: this is not an evaluation");
        Assert.False(Directory.Exists(folder.File("report")));
    }

    [Fact]
    public async Task Masks_are_scored_where_they_are_asked_for_and_the_table_says_so()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.json"), """
            {"images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 20}], "categories": [{"id": 3, "name": "cell"}],
            "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 10, 10], "area": 100, "iscrowd": 0,
            "segmentation": [[0, 0, 10, 0, 10, 10, 0, 10]]}]}
            """);
        File.WriteAllText(folder.File("found.json"), """
            [{"image_id": 1, "category_id": 3, "bbox": [0, 0, 10, 10], "score": 0.9,
            "segmentation": {"size": [20, 20], "counts": [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3, 277]}}]
            """);
        string[] files = ["--detections", folder.File("found.json"), "--data", folder.File("data.json")];
        Assert.Matches(@"by box overlap\nAP   IoU \.50:\.95 +1\.0000\n", (await CommandRun.Of(["evaluate", .. files])).Output);
        var masks = await CommandRun.Of(["evaluate", .. files, "--iou", "segm"]);
        Assert.True(masks.Code == 0, masks.Error);
        Assert.Matches(@"by mask overlap\nAP   IoU \.50:\.95 +0\.3000\n", masks.Output);   // IoU .63, from 63 of 100 pixels, passes three of ten thresholds

        var boxes = File.ReadAllText(folder.File("found.json")).Replace("segmentation", "other", StringComparison.Ordinal);
        File.WriteAllText(folder.File("found.json"), boxes);
        var maskless = await CommandRun.Of(["evaluate", .. files, "--iou", "segm"]);
        Assert.Equal((2, ""), (maskless.Code, maskless.Output));
        Assert.Contains("found.json: not every row has a 'segmentation'", maskless.Error, StringComparison.Ordinal);
        (await CommandRun.Of(["evaluate", .. files, "--iou", "all"])).OneLineOfWrongInput("'all'");
    }
}
