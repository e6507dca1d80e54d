using Gannet.Detection.Models;

namespace Gannet.Cli.Tests.Commands.Data;

[Collection(TorchTests.Name)]
public sealed class DataAnchorsCommandTests(TrainedRun trained)
{
    [Fact]
    public async Task The_output_is_a_section_for_a_preset()
    {
        var run = await CommandRun.Of("data", "anchors", "--data", trained.Data, "--split", "train", "--per-cell", "2");
        Assert.True(run.Code == 0, run.Error);
        Assert.Matches(@"^# \d+ boxes: mean IoU with the best anchor 0\.\d{3}; with the anchors of faster-rcnn-resnet18-fpn 0\.\d{3}\nanchors:\n", run.Output);
        Assert.Contains("--set 'anchors.level_shapes=[[[", run.Error, StringComparison.Ordinal);
        var anchors = OptionsYaml.Read<DetectorOptions>(run.Output, "output").Anchors;
        Assert.Equal((5, 2), (anchors.LevelShapes.Length, anchors.LevelShapes[0].Length));
    }

    [Fact]
    public async Task A_number_of_anchors_out_of_range_is_refused() =>
        (await CommandRun.Of("data", "anchors", "--data", trained.Data, "--per-cell", "0")).OneLineOfWrongInput("--per-cell 0: give a number from 1 to 100");
}
