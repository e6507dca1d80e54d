using System.Text.Json;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>Features that only some of the systems have, from the command line.</summary>
[Collection(TorchTests.Name)]
public sealed class SystemCommandTests(TrainedRun trained)
{
    private static readonly string[] s_small = ["--max-steps", "1", "--batch", "2", "--min-size", "96", "--max-size", "96", "--set", "backbone.name=resnet18"];

    [Fact]
    public async Task Proposals_alone_are_trained_and_scored_by_their_recall()
    {
        using var folder = new TemporaryFolder();
        var training = await CommandRun.Of(["train", "--data", trained.Data, "--preset", "rpn-resnet50", "--out", folder.File("run"), .. s_small]);
        Assert.True(training.Code == 0, training.Error);
        Assert.Contains("AR100", training.Error, StringComparison.Ordinal);
        var model = folder.File("run/model.safetensors");
        var scores = await CommandRun.Of("evaluate", "--model", model, "--data", trained.Data, "--split", "val", "--json", "-");
        Assert.True(scores.Code == 0, scores.Error);
        var json = JsonDocument.Parse(scores.Output).RootElement;
        foreach (var name in (string[])["AR100", "AR300", "AR1000"]) Assert.InRange(json.GetProperty(name).GetDouble(), 0, 1);
        Assert.Equal(["object"], json.GetProperty("perClass").EnumerateObject().Select(static c => c.Name));
    }

    [Fact]
    public async Task A_detector_without_proposals_looks_where_it_is_told_to_or_slides_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string[] random =
        [
            "train", "--data", trained.Data, "--preset", "matterport-resnet101-fpn", "--set", "proposals=random", "--val-split", "none",
            "--set", "head.width=16", "--out", folder.File("run"), .. s_small,
        ];
        var training = await CommandRun.Of(random);
        Assert.True(training.Code == 0, training.Error);
        var picture = Directory.GetFiles(trained.Data, "*.png", SearchOption.AllDirectories)[0];
        string[] detect = ["detect", "--model", folder.File("run/model.safetensors"), picture, "--score", "0", "--json", "-"];
        var sliding = await CommandRun.Of(detect);
        Assert.True(sliding.Code == 0, sliding.Error);
        Assert.Contains("proposes no regions, so its anchors slide over the whole picture", sliding.Error, StringComparison.Ordinal);

        File.WriteAllText(folder.File("regions.json"), $$"""[{"file_name": "{{Path.GetFileName(picture)}}", "bbox": [10, 10, 30, 30]}]""");
        var given = await CommandRun.Of([.. detect, "--regions", folder.File("regions.json")]);
        Assert.DoesNotContain("slides", given.Error, StringComparison.Ordinal);
        var rows = JsonDocument.Parse(given.Output).RootElement.EnumerateArray().ToList();
        Assert.True(rows.Count <= 5, $"one region gives one detection of each class at most, not {rows.Count}");

        File.WriteAllText(folder.File("regions.json"), """[{"file_name": "a.png", "bbox": [10, 10, 0, 30]}]""");
        (await CommandRun.Of([.. detect, "--regions", folder.File("regions.json")])).OneLineOfWrongInput("regions.json, row 1: bbox must have");
    }

    [Fact]
    public async Task An_original_s_thresholds_are_there_where_the_preset_has_them()
    {
        var refused = await CommandRun.Of("detect", "--model", Path.Combine(trained.Out, "model.safetensors"), trained.Data, "--thresholds", "original");
        refused.OneLineOfWrongInput("has no original thresholds");
    }
}
