using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Model;

[Collection(TorchTests.Name)]
public sealed class ModelCommandTests(TrainedRun trained)
{
    private const string FiveClasses = "a,b,c,d,e";

    [Fact]
    public async Task Presets_are_listed_with_a_description()
    {
        var run = await CommandRun.Of("model", "presets");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"(?m)^faster-rcnn-resnet50-fpn +Faster R-CNN", run.Output);
        using var json = JsonDocument.Parse((await CommandRun.Of("model", "presets", "--json", "-")).Output);
        Assert.Equal(run.Output.Split('\n').Length - 1, json.RootElement.EnumerateObject().Count());
        Assert.All(json.RootElement.EnumerateObject(), static p => Assert.NotEqual("", p.Value.GetString()));
    }

    [Fact]
    public async Task A_preset_and_a_model_file_are_described()
    {
        var preset = await CommandRun.Of("model", "show", "faster-rcnn-resnet18-fpn");
        Assert.Equal(0, preset.Code);
        Assert.Contains("anchors per cell   3", preset.Output, StringComparison.Ordinal);
        Assert.Contains("trainable_stages: 3", preset.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CommandRun.Of("model", "show", trained.Model, "--json", "-")).Output);
        Assert.Equal("faster-rcnn-resnet18-fpn", json.RootElement.GetProperty("preset").GetString());
        Assert.Equal("red cell", json.RootElement.GetProperty("classes")[0].GetString());
        Assert.Equal(16, json.RootElement.GetProperty("options").GetProperty("neck").GetProperty("channels").GetInt32());
    }

    [Fact]
    public async Task Weights_in_torchvisions_names_become_a_model()
    {
        using var folder = new TemporaryFolder();
        var run = await Import("faster-rcnn-resnet18-fpn", trained.Model, FiveClasses, folder.File("m.safetensors"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("5 classes; no tensor was missing or left over", run.Error, StringComparison.Ordinal);
        var show = await CommandRun.Of("model", "show", folder.File("m.safetensors"));
        Assert.Contains("classes            a, b, c, d, e", show.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tensors of another shape", "faster-rcnn-resnet18-fpn", "a,b")]
    [InlineData("check the preset", "faster-rcnn-mobilenet-v3-large-fpn", FiveClasses)]
    [InlineData("did you mean 'faster-rcnn-resnet18-fpn'", "faster-rcnn-resnet18-fp", FiveClasses)]
    [InlineData("the class name 'a' occurs 2 times", "faster-rcnn-resnet18-fpn", "a,a,b")]
    [InlineData("expected class names", "faster-rcnn-resnet18-fpn", "a,,b")]
    public async Task What_does_not_fit_is_refused_and_nothing_is_written(string words, string preset, string classes)
    {
        using var folder = new TemporaryFolder();
        (await Import(preset, trained.Model, classes, folder.File("m.safetensors"))).OneLineOfWrongInput(words);
        Assert.False(File.Exists(folder.File("m.safetensors")));
    }

    [Fact]
    public async Task The_mean_of_a_model_and_its_copy_is_the_model()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained.Model, folder.File("copy.safetensors"));
        var run = await CommandRun.Of("model", "average", trained.Model, folder.File("copy.safetensors"), "--out", folder.File("mean.safetensors"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("the mean of 2 models, 5 classes", run.Error, StringComparison.Ordinal);
        Assert.Contains("training.recompute_norms", run.Error, StringComparison.Ordinal); // trained from scratch, with batch norms
        Assert.Equal(await File.ReadAllBytesAsync(trained.Model), await File.ReadAllBytesAsync(folder.File("mean.safetensors")));
    }

    [Fact]
    public async Task Models_of_other_classes_are_not_averaged()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await Import("faster-rcnn-resnet18-fpn", trained.Model, FiveClasses, folder.File("other.safetensors"))).Code);
        (await CommandRun.Of("model", "average", trained.Model, folder.File("other.safetensors"), "--out", folder.File("mean.safetensors")))
            .OneLineOfWrongInput("its classes are a, b, c, d, e, not red cell, ");
        Assert.False(File.Exists(folder.File("mean.safetensors")));
    }

    [Theory]
    [InlineData("evil-system")]
    [InlineData("evil-system-legacy")]
    [InlineData("evil-eval")]
    [InlineData("evil-getattr-legacy")]
    [InlineData("evil-hidden")]
    [InlineData("evil-import")]
    [InlineData("deep")]
    [InlineData("laughs")]
    [InlineData("long-text")]
    [InlineData("expanded-bomb")]
    public async Task Weights_that_would_run_code_or_exhaust_memory_are_refused_everywhere(string name)
    {
        const string Trace = "/tmp/gannet-was-run"; // the file that evil-system would leave if it were run
        File.Delete(Trace);
        using var folder = new TemporaryFolder();
        var file = Repository.Fixture($"weights/{name}.pth");
        (await Import("faster-rcnn-resnet18-fpn", file, FiveClasses, folder.File("m.safetensors"))).OneLineOfWrongInput(name + ".pth");
        (await CommandRun.Of("detect", trained.Data, "--model", file)).OneLineOfWrongInput(name + ".pth");
        var train = await CommandRun.Of(TrainedRun.Arguments(trained.Data, folder.File("run"), "--weights", file));
        Assert.Equal(2, train.Code);
        Assert.Contains(name + ".pth", train.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(Trace));
    }

    [Fact]
    public async Task A_model_becomes_an_onnx_file()
    {
        using var folder = new TemporaryFolder();
        foreach (var options in (string[][])[[], ["--batch"], ["--fixed", "96x128"], ["--fixed", "96x128", "--raw"], ["--fixed", "96x128", "--batch", "--batch-size", "2"]])
        {
            var file = folder.File($"m{options.Length}.onnx");
            var run = await CommandRun.Of(["model", "export", trained.Model, "--out", file, .. options]);
            Assert.True(run.Code == 0, run.Error);
            Assert.StartsWith($"{file}: ", run.Output, StringComparison.Ordinal);
            // ir_version 8, then the producer's name: the first two fields of every file.
            Assert.Equal([0x08, 0x08, 0x12, 0x06, .. "Gannet"u8], File.ReadAllBytes(file)[..10]);
        }
    }

    [Fact]
    public async Task An_onnx_file_detects_what_its_model_does()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("m.onnx");
        Assert.Equal(0, (await CommandRun.Of("model", "export", trained.Model, "--out", file)).Code);
        var pictures = trained.Data;
        var (own, onnx) = (await CommandRun.Of("detect", pictures, "--model", trained.Model, "--score", "0", "--json", "-"),
            await CommandRun.Of("detect", pictures, "--model", file, "--score", "0", "--json", "-"));
        Assert.True(onnx.Code == 0, onnx.Error);
        using var expected = JsonDocument.Parse(own.Output);
        using var actual = JsonDocument.Parse(onnx.Output);
        Assert.True(expected.RootElement.GetArrayLength() > 0);
        Assert.Equal(expected.RootElement.GetArrayLength(), actual.RootElement.GetArrayLength());
        foreach (var (e, a) in expected.RootElement.EnumerateArray().Zip(actual.RootElement.EnumerateArray()))
            Assert.Equal(e.GetProperty("score").GetDouble(), a.GetProperty("score").GetDouble(), 1e-3);

        foreach (var option in (string[][])[["--device", "cpu"], ["--precision", "fp32"], ["--thresholds", "default"], ["--regions", file]])
        {
            var refused = await CommandRun.Of(["detect", pictures, "--model", file, .. option]);
            Assert.Equal(2, refused.Code);
            Assert.Contains($"{option[0]} is for Gannet's own model files", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_onnx_file_scores_what_its_model_does()
    {
        using var folder = new TemporaryFolder();
        var (file, saved) = (folder.File("m.onnx"), folder.File("found.json"));
        Assert.Equal(0, (await CommandRun.Of("model", "export", trained.Model, "--out", file)).Code);
        string[] score = ["evaluate", "--data", trained.Data, "--split", "all", "--json", "-", "--model"];
        var (own, onnx) = (await CommandRun.Of([.. score, trained.Model]), await CommandRun.Of([.. score, file, "--save-detections", saved]));
        Assert.True(onnx.Code == 0, onnx.Error);
        Assert.True(File.Exists(saved));
        using var expected = JsonDocument.Parse(own.Output);
        using var actual = JsonDocument.Parse(onnx.Output);
        var (ours, theirs) = (Numbers(expected.RootElement), Numbers(actual.RootElement));
        Assert.NotEmpty(ours);
        Assert.Equal(ours.Length, theirs.Length);
        Assert.All(ours.Zip(theirs), static pair => Assert.Equal(pair.First, pair.Second, 0.01));
        var reported = await CommandRun.Of("evaluate", "--data", trained.Data, "--split", "val", "--model", file, "--report", folder.File("report"));
        Assert.True(reported.Code == 0, reported.Error);
        Assert.True(File.Exists(folder.File("report/index.html")));

        static double[] Numbers(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(static property => Numbers(property.Value))],
            JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Numbers)],
            JsonValueKind.Number => [element.GetDouble()],
            _ => [],
        };
    }

    [Fact]
    public async Task An_onnx_file_that_is_no_detector_is_refused()
    {
        using var folder = new TemporaryFolder();
        var (batch, noise) = (folder.File("batch.onnx"), folder.File("noise.onnx"));
        Assert.Equal(0, (await CommandRun.Of("model", "export", trained.Model, "--out", batch, "--batch")).Code);
        File.WriteAllBytes(noise, [1, 2, 3]);
        (await CommandRun.Of("detect", trained.Data, "--model", batch)).OneLineOfWrongInput("is not a detector for one picture");
        (await CommandRun.Of("detect", trained.Data, "--model", noise)).OneLineOfWrongInput("noise.onnx");
        (await CommandRun.Of("detect", trained.Data, "--model", folder.File("none.onnx"))).OneLineOfWrongInput("none.onnx");
    }

    [Theory]
    [InlineData("--fixed 640", "--fixed 640: give height and width in pixels")]
    [InlineData("--fixed 0x640", "--fixed 0x640: give height and width in pixels")]
    [InlineData("--raw", "--raw needs --fixed")]
    [InlineData("--batch-size 2", "--batch-size needs --batch and --fixed")]
    [InlineData("--batch --fixed 64x64 --batch-size 0", "--batch-size must be at least 1")]
    public async Task Contradicting_options_of_an_export_are_named(string options, string message)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(["model", "export", trained.Model, "--out", folder.File("m.onnx"), .. options.Split(' ')]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("m.onnx")));
    }

    [Fact]
    public async Task A_name_that_is_neither_preset_nor_file_has_a_nearest_one() =>
        (await CommandRun.Of("model", "show", "faster-rcnn-resnet18-fnp")).OneLineOfWrongInput("did you mean 'faster-rcnn-resnet18-fpn'");

    private static Task<CommandRun> Import(string preset, string weights, string classes, string target) => CommandRun.Of(
        "model", "import", "--preset", preset, "--weights", weights, "--classes", classes, "--out", target,
        "--set", "neck.channels=16", "--set", "head.width=32");
}
