// A custom backbone that options and model files refer to by name:  dotnet run samples/own-backbone.cs
// Generates a few pictures of blood cells, trains some steps, saves, loads and detects.
#:project ../src/Gannet.Training/Gannet.Training.csproj

using Gannet.Datasets.Synthesis;
using Gannet.Detection;
using Gannet.Detection.Backbones;
using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Training;
using Gannet.Training.Setup;

var folder = Directory.CreateTempSubdirectory("own-backbone-").FullName;
try
{
    SmearDataset.Write(Path.Combine(folder, "cells"), new() { Images = 8, Validation = 2, Fields = new() { Width = 160, Height = 128 } });
    var data = TrainingData.Read(Path.Combine(folder, "cells"), trainSplit: null);

    // Options need only the name: in a preset, in --set backbone.name=five-convs, in the model file.
    var parts = DetectorParts.BuiltIn.With("five-convs", static options => new FiveConvs(options));
    string[] settings = ["backbone.name=five-convs", "backbone.settings={width: 16}", "transform.min_size=128", "transform.max_size=160"];
    var options = new TrainingOptions { MaxSteps = 10, BatchSize = 2, ValidateEvery = 100 };
    var run = new RunFolder(Path.Combine(folder, "run"));
    var (detector, _) = DetectorSetup.Create("faster-rcnn-resnet18-fpn", settings, data.Training.Classes, weights: null, options.Seed, parts);
    using (detector) new TrainingJob(detector, data.Training, data.Validation, options, run).Run(resume: false, [], default);

    using var trained = Detector.Load(run.LastModel, parts: parts);
    var picture = data.Validation!.Images[0].Path;
    Console.WriteLine($"{trained.Options.Backbone.Name}: {trained.Detect(picture, score: 0.05f).Count} objects in {Path.GetFileName(picture)} after ten steps");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// Five convolutions of stride 2; the maps of the last four, strides 4 to 32, go to the neck.
internal sealed class FiveConvs : Backbone
{
    private static readonly string[] s_stages = ["conv1", "conv2", "conv3", "conv4", "conv5"];

    public FiveConvs(BackboneOptions options) : base(s_stages, options.OutputsOr(s_stages[1..]))
    {
        var width = int.Parse(options.Settings?.GetValueOrDefault("width") ?? "32", System.Globalization.CultureInfo.InvariantCulture);
        for (var (k, inputs) = (0, 3); k < StageNames.Count; k++)
        {
            var outputs = width << k;
            var conv = Add(StageNames[k], new ConvNormActivation(inputs, outputs, kernel: 3, stride: 2, groups: 1, options.Norm, Activation.Relu));
            AddStage(new(StageNames[k], k + 1, outputs, 2 << k, x => conv.Forward(x), conv));
            inputs = outputs;
        }
    }
}
