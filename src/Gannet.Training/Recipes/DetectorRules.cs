using Gannet.Detection.Backbones;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Torch.Nn;

namespace Gannet.Training.Recipes;

/// <summary>Which detector suits the data and the weights; docs/recipe.md gives the reasons.</summary>
internal static class DetectorRules
{
    // Objects of this side cover three or four cells of a map of stride 8; smaller ones need stride 4.
    private const double SmallSide = 28;

    private const int Channels = 128, FirstStage = 1, LastStage = 4;

    // With one object a picture, hundreds of samples are nearly all background.
    private const int SamplesPerObject = 16, MostSamples = 256, LeastAnchors = 64, LeastRegions = 32;

    /// <summary>The detector for pictures of a size.</summary>
    public static DetectorOptions For(DataProfile data, StartingWeights weights, InputSize size)
    {
        var start = Start(weights);
        start = start with
        {
            Transform = start.Transform with { MinSize = size.ShortSide, MaxSize = size.LongSide },
            Detections = start.Detections with { Tiles = size.Tile, SoftNms = SoftNmsKind.Gaussian, ScoreThreshold = 0.01f },
        };
        return weights.IsDetector || !start.Backbone.Name.StartsWith("resnet", StringComparison.Ordinal) ? start : Fitted(start, data, weights, size);
    }

    // Weights of a whole detector fit that detector only.
    private static DetectorOptions Start(StartingWeights weights) => weights.Options ?? (weights.Backbone switch
    {
        null or "resnet18" => Presets.Get("faster-rcnn-resnet18-fpn"),
        "resnet50" => Presets.Get("faster-rcnn-resnet50-fpn"),
        "mobilenet-v3-large" => Presets.Get("faster-rcnn-mobilenet-v3-large-fpn"),
        "vgg16" => Presets.Get("faster-rcnn-vgg16"),
        "densenet121" or "densenet169" => Presets.Get("matterport-densenet121-fpn", $"backbone.name={weights.Backbone}"),
        var other => Presets.Get("faster-rcnn-resnet18-fpn", $"backbone.name={other}"),
    });

    private static DetectorOptions Fitted(DetectorOptions start, DataProfile data, StartingWeights weights, InputSize size)
    {
        string[] stages = Stages(data, weights, size);
        var anchors = AnchorFit.Of(data, size, stages.Length + 1);
        var isPretrained = weights.Backbone is not null;
        return start with
        {
            Backbone = start.Backbone with
            {
                Outputs = stages,
                Norm = start.Backbone.Norm with { Kind = isPretrained ? NormKind.Frozen : NormKind.Batch },
                TrainableStages = isPretrained ? start.Backbone.TrainableStages : BackboneOptions.AllStages,
            },
            Neck = start.Neck with { Channels = Channels },
            Anchors = start.Anchors with { Sizes = [.. anchors.Sizes.Select(static s => new[] { s })], Ratios = anchors.Ratios },
            Proposals = start.Proposals with
            {
                Samples = Minibatch(data, LeastAnchors),
                BeforeNmsTraining = 1000,
                AfterNmsTraining = 500,
                BeforeNms = 500,
                AfterNms = 300,
            },
            // The fraction is kept where there is little foreground: otherwise the first thing to learn is that all is background.
            Head = start.Head with { Samples = Minibatch(data, LeastRegions), KeepRatio = true },
        };
    }

    // The finest map costs as much as all others together, and only small objects need it; a stage without weights is not worth its time.
    private static string[] Stages(DataProfile data, StartingWeights weights, InputSize size)
    {
        var first = size.Objects(data).Smallest < SmallSide ? FirstStage : FirstStage + 1;
        var last = weights.Stages.Count > 0 ? weights.Stages.Count : LastStage;
        return [.. Enumerable.Range(first, Math.Max(1, last - first + 1)).Select(static k => $"layer{k}")];
    }

    private static int Minibatch(DataProfile data, int least)
    {
        var size = least;
        while (size < SamplesPerObject * data.ObjectsPerPicture.Most && size < MostSamples) size *= 2;
        return size;
    }
}
