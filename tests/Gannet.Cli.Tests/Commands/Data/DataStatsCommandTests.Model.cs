using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Data;

/// <summary><c>data stats</c> with libtorch.</summary>
[Collection(TorchTests.Name)]
public sealed class DataStatsCommandModelTests(TrainedRun trained)
{
    [Fact]
    public async Task A_preset_is_compared_with_the_objects()
    {
        var run = await CommandRun.Of("data", "stats", "--data", trained.Data, "--quick", "--preset", "faster-rcnn-resnet18-fpn");
        Assert.Equal(0, run.Code);
        Assert.Contains("no anchor reaches", run.Output, StringComparison.Ordinal);
        Assert.Contains("shapes by k-means", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_gives_labels_to_doubt_with_pictures()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of("data", "stats", "--data", trained.Data, "--split", "val", "--quick", "--model", trained.Model, "--report", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("labels to doubt", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("stats.json")));
        var (boxes, doubts) = (json.RootElement.GetProperty("boxes").GetInt32(), json.RootElement.GetProperty("doubts").EnumerateArray().ToList());
        Assert.Equal(boxes, doubts.Count(static d => d.TryGetProperty("annotation", out _)));
        Assert.Contains("data:image/jpeg;base64,", await File.ReadAllTextAsync(folder.File("index.html")), StringComparison.Ordinal);
    }
}
