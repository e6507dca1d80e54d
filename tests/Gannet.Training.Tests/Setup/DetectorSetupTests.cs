using Gannet.Detection.Models;
using Gannet.Torch.Nn;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Setup;

[LeakCheck]
public sealed class DetectorSetupTests
{
    private const string Preset = "faster-rcnn-resnet18-fpn";

    [Fact]
    public void From_scratch_every_norm_learns_and_every_stage_is_trained()
    {
        var (detector, weights) = DetectorSetup.Create(Preset, ["neck.channels=32", "head.width=32"], ["a"], null, 1);
        using (detector)
        {
            Assert.Null(weights);
            Assert.Equal(NormKind.Batch, detector.Options.Backbone.Norm.Kind);
            Assert.All(detector.NamedParameters(), static p => Assert.True(p.Tensor.RequiresGrad, p.Name));
        }
    }

    [Theory]
    [InlineData("backbone.norm.kind=frozen", "backbone.trainable_stages=1")]
    [InlineData("backbone.trainable_stages=1", "backbone.norm=frozen")]
    [InlineData("backbone={norm: {kind: frozen}, trainable_stages: 1, name: resnet18, outputs: [layer1, layer2, layer3, layer4]}")]
    public void What_was_set_stays(params string[] given)
    {
        var (detector, _) = DetectorSetup.Create(Preset, ["neck.channels=32", "head.width=32", "training.momentum=.5", .. given], ["a"], null, 1);
        using (detector)
        {
            Assert.Equal((NormKind.Frozen, 1), (detector.Options.Backbone.Norm.Kind, detector.Options.Backbone.TrainableStages));
            Assert.Contains(detector.NamedParameters(), static p => !p.Tensor.RequiresGrad);
        }
    }

    [Fact]
    public void Weights_of_another_number_of_classes_fill_all_but_the_predictors()
    {
        using var folder = new TemporaryFolder();
        string[] settings = ["neck.channels=32", "head.width=32"];
        var (first, _) = DetectorSetup.Create(Preset, settings, ["a"], null, 1);
        using (first) first.Save(folder.File("m"));
        var (second, report) = DetectorSetup.Create(Preset, settings, ["a", "b"], folder.File("m"), 2);
        using (second)
        {
            Assert.Equal(4, report!.Misshapen.Count);
            Assert.All(report.Misshapen, static name => Assert.StartsWith("roi_heads.box_predictor.", name, StringComparison.Ordinal));
            Assert.Empty(report.Missing);
        }
    }

    [Fact]
    public void Training_options_are_set_by_name_and_checked()
    {
        const string Preset = "faster-rcnn-resnet18-fpn";
        var options = DetectorSetup.Training(
            Preset, ["training.momentum=.5", "training.decay=cosine", "training.clip_norm=0", "head.width=9"], static o => o with { Epochs = 3 });
        // Compared as text: records with separate lists are never equal, even if the lists have the same content.
        Assert.Equal(OptionsYaml.Write(new TrainingOptions { Epochs = 3, Momentum = 0.5, Decay = RateDecay.Cosine, ClipNorm = 0 }), OptionsYaml.Write(options));
        Assert.Equal(OptimizerKind.AdamW, DetectorSetup.Training(Preset, ["training.optimizer=adam_w"]).Optimizer);
        Assert.Contains("momentum", Refusal("training.momentm=1"), StringComparison.Ordinal);
        Assert.Contains("must be from 0 to below 1", Refusal("training.momentum=1"), StringComparison.Ordinal);
        Refusal("training.momentum=fast");
        Refusal("training.rate=0");
        Refusal("training.batch_size=0");

        static string Refusal(string setting)
        {
            var error = Record.Exception(() => DetectorSetup.Training(Preset, [setting]));
            Assert.True(error is InvalidDataException or InvalidOptionException, $"{error}");
            var message = error.Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }

    // Command-line options override the preset's advice, and --set overrides both.
    [Fact]
    public void A_preset_advises_how_to_train_it()
    {
        const string Preset = "rfcn-inception-resnet-v2";
        var advice = DetectorSetup.Training(Preset, []);
        Assert.Equal((OptimizerKind.Adam, 1e-4, 1.0, 1), (advice.Optimizer, advice.Rate, advice.ClipValue, advice.BatchSize));
        Assert.Equal(0.02, DetectorSetup.Training(Preset, [], static o => o with { Rate = 0.02 }).Rate);
        Assert.Equal(0.03, DetectorSetup.Training(Preset, ["training.rate=.03"], static o => o with { Rate = 0.02 }).Rate);
    }
}
