using Gannet.Detection;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class TrainCommandLayersTests(TrainedRun trained)
{
    [Theory]
    [InlineData("Training heads (", "heads:1,4+", "--layers")]
    [InlineData("Training from layer4 (", "layer4", "--train-from")]
    [InlineData("Training from -1 (", "-1", "--train-from")]
    public async Task What_is_trained_is_said_and_the_rest_keeps_the_weights_it_began_with(string words, string value, string option)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(TrainedRun.Arguments(
            trained.Data, folder.Path, "--max-steps", "1", "--weights", trained.Model, "--freeze-batch-norm", option, value));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        using var before = Detector.Load(trained.Model);
        using var after = Detector.Load(folder.File("last.safetensors"));
        // Frozen norms have no parameters and no batch count; everything else in the first stages is present and unchanged.
        var start = before.State().ToDictionary(static s => s.Name, static s => s.Tensor);
        foreach (var (name, tensor) in after.State().Where(static s => s.Name.StartsWith("backbone.body.layer3", StringComparison.Ordinal)))
            Assert.True(start[name].ToArray<float>().SequenceEqual(tensor.ToArray<float>()), name);
        Assert.DoesNotContain(after.State(), static s => s.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            && s.Name.StartsWith("backbone.body", StringComparison.Ordinal));
        Assert.NotEqual(start["roi_heads.box_head.fc6.weight"].ToArray<float>(),
            after.State().Single(static s => s.Name == "roi_heads.box_head.fc6.weight").Tensor.ToArray<float>());
    }

    [Fact]
    public async Task Gradients_are_checked_without_training()
    {
        using var folder = new TemporaryFolder();
        var arguments = TrainedRun.Arguments(trained.Data, folder.File("run"), "--check-gradients").ToList();
        arguments.RemoveRange(arguments.IndexOf("--out"), 2);
        var whole = await CommandRun.Of([.. arguments]);
        Assert.Equal((0, ""), (whole.Code, whole.Output));
        Assert.Matches(@"All \d+ trained parameters have a gradient\.", whole.Error);

        // Without foreground regions the box predictor has nothing to learn from.
        var starved = await CommandRun.Of([.. arguments, "--set", "head.positive_fraction=0", "--layers", @"roi_heads\..*"]);
        Assert.Equal(1, starved.Code);
        Assert.Equal(
            ["roi_heads.box_predictor.bbox_pred.weight\tzero", "roi_heads.box_predictor.bbox_pred.bias\tzero"],
            starved.Output.TrimEnd().Split('\n'));
        Assert.Matches(@"2 of \d+ trained parameters have no usable gradient\.", starved.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_training_needs_a_folder()
    {
        var run = await CommandRun.Of("train", "--data", trained.Data);
        run.OneLineOfWrongInput("'--out' is required");
    }
}
