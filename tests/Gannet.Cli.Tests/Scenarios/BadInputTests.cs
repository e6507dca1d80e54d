namespace Gannet.Cli.Tests.Scenarios;

/// <summary>Every kind of bad input, through the command line: one line, the right exit code, no stack trace.</summary>
public class BadInputTests
{
    private const string Coco = """
        {"images":[{"id":1,"file_name":"a.png","width":64,"height":48},{"id":2,"file_name":"gone.png","width":64,"height":48}],
         "categories":[{"id":1,"name":"cell"}],
         "annotations":[
          {"id":1,"image_id":1,"category_id":1,"bbox":[10,12,30,20],"area":600,"iscrowd":0},
          {"id":2,"image_id":1,"category_id":1,"bbox":[10,12,30,20],"area":600,"iscrowd":0},
          {"id":3,"image_id":1,"category_id":1,"bbox":[200,12,30,20],"area":600,"iscrowd":0},
          {"id":4,"image_id":1,"category_id":1,"bbox":[5,5,0,9],"area":0,"iscrowd":0},
          {"id":5,"image_id":1,"category_id":7,"bbox":[1,2,3,4],"area":12,"iscrowd":0},
          {"id":6,"image_id":2,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0},
          {"id":7,"image_id":9,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0}]}
        """;

    [Fact]
    public async Task All_wrong_annotations_are_listed_at_once_with_their_records()
    {
        using var folder = new TemporaryFolder();
        Commands.VocFolder.Add(folder, "a");
        File.Delete(folder.File("a.xml"));
        File.WriteAllText(folder.File("marks.json"), Coco);
        var run = await CommandRun.Of("data", "check", "--data", folder.File("marks.json"));
        Assert.Equal(2, run.Code);
        foreach (var words in (string[])["annotations[1]", "annotations[2]", "annotations[3]", "annotations[4]", "annotations[6]", "gone.png"])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("annotations[0]", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.TrimEnd().Split('\n'), static line => Assert.Contains("marks.json", line, StringComparison.Ordinal));

        (await CommandRun.Of("data", "stats", "--data", folder.File("marks.json"), "--strict")).OneLineOfWrongInput("marks.json, ");
    }

    [Theory]
    [InlineData("marks.json", "{\"images\": [", "marks.json")]
    [InlineData("marks.json", "[1, 2]", "marks.json")]
    [InlineData("marks.json", "", "marks.json")]
    [InlineData("data.yaml", "train: [images\nnames: {0: a", "data.yaml")]
    [InlineData("data.yaml", "just text", "data.yaml")]
    [InlineData("marks.csv", "a,b\n\"unfinished", "marks.csv")]
    public async Task A_malformed_annotation_file_is_named(string name, string content, string words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), content);
        foreach (var command in (string[][])[["data", "check"], ["data", "stats"], ["train", "--out", folder.File("run")]])
            (await CommandRun.Of([.. command, "--data", folder.File(name)])).OneLineOfWrongInput(words);
    }

    [Fact]
    public async Task Malformed_xml_is_named_with_its_line()
    {
        using var folder = new TemporaryFolder();
        Commands.VocFolder.Add(folder, "a");
        Commands.VocFolder.Add(folder, "b", grey: 5);
        File.WriteAllText(folder.File("b.xml"), "<annotation>\n<object>\n</annotation>");
        var run = await CommandRun.Of("data", "check", "--data", folder.Path, "--quick");
        Assert.Equal(2, run.Code);
        Assert.Matches(@"b\.xml.*line 3", run.Output);
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results.json", "[{\"image_id\": 1")]
    [InlineData("results.json", "{}")]
    [InlineData("results.json", """[{"file_name": "a.png", "category": "cell", "bbox": [0, 0, 1], "score": 1}]""")]
    [InlineData("results.json", """[{"file_name": "a.png", "bbox": [0, 0, 1, 1], "score": 1}]""")]
    [InlineData("results.json", """[{"file_name": "a.png", "category": "cell", "bbox": [0, 0, 1, 1], "score": "x"}]""")]
    public async Task Malformed_results_are_named(string name, string content)
    {
        using var folder = new TemporaryFolder();
        Commands.VocFolder.Add(folder, "a");
        File.WriteAllText(folder.File(name), content);
        var run = await CommandRun.Of("evaluate", "--detections", folder.File(name), "--data", folder.Path);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(name, run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }
}
