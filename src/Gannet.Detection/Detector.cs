using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Heads;
using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.MixedPrecision;
using Gannet.Detection.Necks;
using Gannet.Detection.Normalization;
using Gannet.Detection.Proposals;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Vision;
using Gannet.Vision.Pictures;

namespace Gannet.Detection;

/// <summary>A two-stage detector: picture → transform → backbone → neck → proposals → regions → masks → detections.</summary>
/// <remarks>Not thread-safe: one thread at a time computes with a detector, best always the same one.</remarks>
public sealed partial class Detector : Module
{
    private readonly Backbone _backbone;
    private readonly Neck _neck;
    private readonly ProposalStage _proposals;
    private readonly RegionStage _regions;
    private readonly MaskStage _masks;

    /// <summary>Composes a detector with random weights.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="classes">Names of the classes; the index of a name is its label.</param>
    /// <exception cref="ArgumentException">Options contradict each other, or there is no class.</exception>
    public Detector(DetectorOptions options, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0) throw new ArgumentException("A detector needs at least one class.", nameof(classes));
        OptionsCheck.Validate(options);
        (Options, Classes, Transform) = (options, [.. classes], new ImageTransform(options.Transform));
        _backbone = Add("backbone.body", Backbone.Create(options.Backbone));
        _neck = Add("backbone.fpn", Neck.Create(options.Neck, _backbone));
        _proposals = Add("rpn", ProposalStage.Create(_neck.ProposalLevels, options.Anchors, options.Proposals));
        _regions = Add("roi_heads", RegionStage.Create(_neck.RegionLevels, classes.Count, options));
        _masks = Add("roi_heads", MaskStage.Create(_neck.RegionLevels, classes.Count, options.Masks)); // torchvision names both stages so
        _backbone.FreezeAllBut(options.Backbone.TrainableStages);
    }

    /// <summary>What the detector is made of.</summary>
    public DetectorOptions Options { get; }

    /// <summary>Names of the classes, by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Turns pictures into batches.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Whether there is a second stage; without one, what it detects are proposals of one class.</summary>
    public bool HasSecondStage => Options.Head.Kind != HeadKind.None;

    /// <summary>Anchors of each feature cell.</summary>
    public int AnchorsPerCell => _proposals.AnchorsPerCell;

    /// <summary>Pixels of the input a cell of each feature level that the first stage reads.</summary>
    public IReadOnlyList<int> AnchorStrides => [.. _neck.ProposalLevels.Select(static level => level.Stride)];

    /// <summary>Pixels of the input a cell of each feature level that regions are pooled from.</summary>
    public IReadOnlyList<int> Strides => [.. _neck.RegionLevels.Select(static level => level.Stride)];

    /// <summary>The losses of a batch, differentiable where gradients are on.</summary>
    /// <param name="batch">Pictures and their objects.</param>
    /// <param name="random">Draws the anchors and regions that take part; a fixed seed gives comparable losses.</param>
    /// <param name="precision">What the layers compute with; weights, gradients and losses are of 32 bits.</param>
    /// <exception cref="NotSupportedException">The processor does not have what <paramref name="precision"/> needs.</exception>
    public Losses ComputeLosses(TrainingBatch batch, Random random, Precision precision = Precision.Float32)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return ComputeLosses(batch, new Sampling(random), precision);
    }

    /// <summary>The objects in each picture, best first, in pixels of the picture.</summary>
    /// <param name="pictures">A batch; pictures of similar shape waste the least padding.</param>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<Vision.Detection>[] Detect(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count == 0 ? [] : Detect(Transform.Batch(pictures, threads: Environment.ProcessorCount));
    }

    /// <summary>The objects in given regions of each picture, instead of those that the detector would propose.</summary>
    /// <param name="pictures">A batch.</param>
    /// <param name="regions">For each picture, in pixels of the picture.</param>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<Vision.Detection>[] Detect(IReadOnlyList<Picture> pictures, IReadOnlyList<Box[]> regions)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(regions);
        if (regions.Count != pictures.Count) throw new ArgumentException($"There are regions for {regions.Count} of {pictures.Count} pictures.", nameof(regions));
        if (pictures.Count == 0) return [];
        var batch = Transform.Batch(pictures, threads: Environment.ProcessorCount);
        return Detect(batch with { GivenRegions = [.. regions.Select((boxes, n) => Array.ConvertAll(boxes, batch.Placements[n].ToInput))] });
    }

    /// <summary>The same for a batch that is already transformed.</summary>
    public IReadOnlyList<Vision.Detection>[] Detect(PictureBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (IsTraining) SetTraining(false); // a norm that learns would use the statistics of this batch
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(_plan);
        var features = FeaturesOf(batch, DetectionFormat);
        var proposals = _proposals.Propose(features.ForProposals, batch);
        var detections = _masks.Detect(features.ForRegions, _regions.Detect(features.ForRegions, proposals, batch), batch);
        return [.. detections.Select((found, n) => (IReadOnlyList<Vision.Detection>)Array.ConvertAll(found, batch.Placements[n].ToOriginal))];
    }

    private MemoryFormat DetectionFormat => Options.Detections.ReferenceArithmetic ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;

    /// <summary>The losses with a given way to choose anchors and regions.</summary>
    internal Losses ComputeLosses(TrainingBatch batch, Sampling sampling, Precision precision = Precision.Float32)
    {
        PrecisionSupport.Require(precision, Device);
        UsePlan(null);
        using var scope = TensorScope.Enter();
        using var layers = LayerEngine.Use(precision == Precision.BFloat16 ? new BFloat16Training() : new Float32Training());
        var features = FeaturesOf(batch.Pictures, MemoryFormat.ChannelsLast);
        var (proposalLosses, proposals) = _proposals.ComputeLosses(features.ForProposals, batch, sampling);
        var (regionLosses, regions) = _regions.ComputeLosses(features.ForRegions, proposals, batch, sampling);
        var maskLosses = _masks.ComputeLosses(features.ForRegions, regions, batch.Truths);
        return proposalLosses.And(regionLosses).And(maskLosses).KeepIn(scope);
    }

    private Features FeaturesOf(PictureBatch batch, MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        var features = _neck.Forward(_backbone.Forward(batch.ToTensor(Device, format)));
        return new(scope.Keep(features.ForProposals), scope.Keep(features.ForRegions));
    }
}
