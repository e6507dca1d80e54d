using System.Text.Json;
using Gannet.Imaging.Codecs;
using Gannet.Masks;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>A model with masks through <c>train</c>, <c>evaluate</c> and <c>detect</c>.</summary>
[Collection(TorchTests.Name)]
public sealed class MaskModelTests(TrainedRun trained)
{
    [Fact]
    public async Task Masks_are_trained_scored_beside_the_boxes_and_written()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(TrainedRun.Arguments(
            trained.Data, folder.File("run"), "--set", "masks.channels=8", "--set", "masks.convolutions=1", "--set", "detections.score_threshold=0.01"));
        Assert.True(run.Code == 0, run.Error);
        var model = Path.Combine(folder.File("run"), "model.safetensors");

        var scores = await CommandRun.Of("evaluate", "--model", model, "--data", trained.Data, "--split", "val", "--json", "-");
        Assert.True(scores.Code == 0, scores.Error);
        using var report = JsonDocument.Parse(scores.Output);
        var masks = report.RootElement.GetProperty("masks");
        foreach (var name in new[] { "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl" })
            Assert.InRange(masks.GetProperty(name).GetDouble(), -1, 1);
        var table = await CommandRun.Of("evaluate", "--model", model, "--data", trained.Data, "--split", "val");
        Assert.Contains("by box overlap\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("by mask overlap\n", table.Output, StringComparison.Ordinal);

        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val")).Order().First();
        var found = await CommandRun.Of("detect", "--model", model, picture, "--score", "0", "--json", "-", "--out", folder.File("drawn"));
        Assert.True(found.Code == 0, found.Error);
        using var rows = JsonDocument.Parse(found.Output);
        Assert.NotEmpty(rows.RootElement.EnumerateArray());
        Assert.All(rows.RootElement.EnumerateArray().ToList(), static row =>
        {
            var outline = row.GetProperty("segmentation");
            Assert.Equal([128, 128], outline.GetProperty("size").EnumerateArray().Select(static s => s.GetInt32()));
            Assert.Equal(128, RunLengthMask.From(new RunLengths(128, 128, [], outline.GetProperty("counts").GetString())).Width);
            Assert.Equal(4, row.GetProperty("bbox").GetArrayLength());
        });
        Assert.Equal(128, ImageDecoder.Decode(Directory.GetFiles(folder.File("drawn"), "*.png").Single()).Width);
    }

    [Fact]
    public async Task Masks_without_outlines_to_hold_them_against_are_not_scored_and_that_is_said()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.Of("data", "convert", "--data", trained.Data, "--out", folder.File("boxes"), "--format", "voc");
        var run = await CommandRun.Of(TrainedRun.Arguments(folder.File("boxes"), folder.File("run"), "--set", "masks.channels=8", "--set", "masks.convolutions=1"));
        Assert.True(run.Code == 0, run.Error);
        var scores = await CommandRun.Of(
            "evaluate", "--model", Path.Combine(folder.File("run"), "model.safetensors"), "--data", folder.File("boxes"), "--split", "val", "--json", "-");
        Assert.True(scores.Code == 0, scores.Error);
        Assert.DoesNotContain("\"masks\"", scores.Output, StringComparison.Ordinal);
        Assert.Contains("Masks are not scored:", scores.Error, StringComparison.Ordinal);
    }
}
