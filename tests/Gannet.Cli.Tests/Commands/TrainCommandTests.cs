using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class TrainCommandTests(TrainedRun trained)
{
    [Fact]
    public void A_training_leaves_every_file_of_its_run_folder()
    {
        Assert.Equal("", trained.Result.Output);
        Assert.Contains("6 pictures of split 'train' to learn from, 2 of 'val' to validate", trained.Result.Error, StringComparison.Ordinal);
        Assert.Contains("Trained 3 steps", trained.Result.Error, StringComparison.Ordinal);
        string[] files =
        [
            "model.safetensors", "last.safetensors", "checkpoint/checkpoint.safetensors", "options.yaml", "metrics.jsonl",
            "evaluation.json", "report/index.html", "report/examples/1.jpg", "report/examples/2.jpg",
        ];
        foreach (var file in files) Assert.True(new FileInfo(Path.Combine(trained.Out, file)) is { Exists: true, Length: > 0 }, file);

        var rows = File.ReadLines(Path.Combine(trained.Out, "metrics.jsonl")).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 2, 3, 3], rows.Select(static row => row.GetProperty("step").GetInt32()));
        Assert.Equal(4, rows[0].GetProperty("losses").EnumerateObject().Count());
        Assert.True(rows[3].GetProperty("validation_loss").GetDouble() > 0);
        var page = File.ReadAllText(Path.Combine(trained.Out, "report", "index.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("examples/2.jpg", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_training_that_is_resumed_ends_with_the_very_weights_of_an_uninterrupted_one()
    {
        using var folder = new TemporaryFolder();
        var arguments = TrainedRun.Arguments(trained.Data, folder.Path);
        var stopped = await CommandRun.Until("step 1/3", arguments);
        Assert.Equal(130, stopped.Code);
        Assert.EndsWith("Interrupted.\n", stopped.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("last.safetensors")));

        var resumed = await CommandRun.Of([.. arguments, "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(4, File.ReadLines(folder.File("metrics.jsonl")).Count());
        Assert.Equal(File.ReadAllBytes(Path.Combine(trained.Out, "last.safetensors")), File.ReadAllBytes(folder.File("last.safetensors")));
    }

    [Fact]
    public async Task An_earlier_training_is_not_replaced_unless_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.safetensors"), "days of computing");
        var arguments = TrainedRun.Arguments(trained.Data, folder.Path, "--max-steps", "1");
        (await CommandRun.Of(arguments)).OneLineOfWrongInput("holds an earlier training", "--resume", "--overwrite");
        Assert.Equal("days of computing", File.ReadAllText(folder.File("model.safetensors")));
        (await CommandRun.Of([.. arguments, "--resume", "--overwrite"])).OneLineOfWrongInput("give only one of them");

        var run = await CommandRun.Of([.. arguments, "--overwrite"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.True(new FileInfo(folder.File("model.safetensors")).Length > 1000);
    }

    [Fact]
    public async Task A_checkpoint_of_other_options_is_not_resumed()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("checkpoint"));
        File.Copy(Path.Combine(trained.Out, "checkpoint", "checkpoint.safetensors"), folder.File("checkpoint/checkpoint.safetensors"));
        var run = await CommandRun.Of(TrainedRun.Arguments(trained.Data, folder.Path, "--resume", "--lr", "0.5"));
        Assert.Equal(2, run.Code);
        Assert.Contains("checkpoint.safetensors: was made with other options or data", run.Error, StringComparison.Ordinal);
    }

    [BFloat16Fact]
    public async Task Bf16_is_another_training()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(TrainedRun.Arguments(trained.Data, folder.Path, "--precision", "bf16", "--max-steps", "1"));
        Assert.True(run.Code == 0, run.Error);
        run = await CommandRun.Of(TrainedRun.Arguments(trained.Data, folder.Path, "--resume", "--max-steps", "1"));
        Assert.Equal(2, run.Code);
        Assert.Contains("(training.precision: bf16 there, precision: fp32 here)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_names_term_step_and_pictures()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(TrainedRun.Arguments(
            trained.Data, folder.Path, "--lr", "1e38", "--set", "training.clip_norm=0", "--set", "training.warmup_steps=0"));
        Assert.Equal(1, run.Code);
        Assert.Matches(@"gannet: (loss '\w+' is (NaN|∞|Infinity|-Infinity)|the gradient is not finite) at step 2, pictures train-0000\d\.png, ", run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'faster-rcnn-resnet18-fpn'", "--preset", "faster-rcnn-resnet18-fnp")]
    [InlineData("did you mean 'backbone.trainable_stages'", "--set", "backbone.trainable_stage=3")]
    [InlineData("did you mean 'momentum'", "--set", "training.momentun=0.5")]
    [InlineData("proposals.nms_threshold=many", "--set", "proposals.nms_threshold=many")]
    [InlineData("expected section.key=value", "--set", "neck")]
    [InlineData("anchors.sizes has 1 levels", "--set", "anchors.sizes=[[32]]")]
    [InlineData("there is no split 'trian'; it has train, val", "--train-split", "trian")]
    [InlineData("there is no split 'test'; it has train, val", "--val-split", "test")]
    [InlineData("no-such-folder", "--images", "no-such-folder")]
    [InlineData("no-such-file.pth", "--weights", "no-such-file.pth")]
    [InlineData("epochs is 0", "--epochs", "0")]
    [InlineData("training.batch_size is -1", "--batch", "-1")]
    [InlineData("max_steps is 0", "--max-steps", "0")]
    [InlineData("training.rate is -1", "--lr", "-1")]
    [InlineData("transform.min_size is 0", "--min-size", "0")]
    [InlineData("did you mean '--epochs'", "--epoch", "3")]
    [InlineData("did you mean 'heads'?", "--layers", "head")]
    [InlineData("does not come after the phase before it", "--layers", "heads:2,4+:1")]
    [InlineData("did you mean 'layer4'?", "--train-from", "leyer4")]
    [InlineData("--layers and --train-from both select what is trained", "--layers", "all", "--train-from", "layer4")]
    [InlineData("--train-from and --set backbone.trainable_stages both select", "--train-from", "-1", "--set", "backbone.trainable_stages=2")]
    [InlineData("--layers and --set training.train_from both select", "--layers", "all", "--set", "training.train_from=layer3")]
    [InlineData("--freeze-batch-norm and --set backbone.norm.kind both", "--freeze-batch-norm", "--set", "backbone.norm.kind=batch")]
    [InlineData("--freeze-batch-norm and --set backbone.norm.kind both", "--freeze-batch-norm", "--set", "backbone.norm=batch")]
    [InlineData("did you mean 'layer4'?", "--set", "backbone.outputs=[layer44]")]
    [InlineData("precision=fp16: precision must be one of fp32, bf16; there is no 'fp16'", "--set", "training.precision=fp16")]
    [InlineData("training.optimizer is 'nadan'; it must be one of sgd, adam_w, adam, nadam, rms_prop", "--set", "training.optimizer=nadan")]
    public async Task A_mistake_is_one_line_that_names_it_and_leaves_nothing_behind(string words, params string[] mistake)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(["train", "--data", trained.Data, "--out", folder.File("run"), .. mistake]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(words, run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder.File("run")));
    }
}
