using Gannet.Detection.Backbones;
using Gannet.Detection.Engines;
using Gannet.Detection.Explanation;
using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>A two-stage detector: image → transform → backbone → neck → proposals → regions → masks → detections.</summary>
/// <remarks>
/// Only one thread at a time can use a detector, preferably always the same one. A second thread that detects or computes losses meanwhile
/// gets an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed partial class Detector : Module
{
    private const long MostWeights = 1L << 30; // 4 GiB; the largest published detectors have a quarter of that

    private readonly Backbone _backbone;
    private readonly Neck _neck;
    private readonly ProposalStage _proposals;
    private readonly RoiStage _regions;
    private readonly MaskStage _masks;
    private readonly ConvolutionTraining _layers = new();

    /// <summary>Composes a detector with random weights.</summary>
    /// <param name="options">The options of all parts.</param>
    /// <param name="classes">Names of the classes; the index of a name is its label.</param>
    /// <param name="parts">The stages that options can name; null for the built-in ones.</param>
    /// <exception cref="InvalidOptionException">An option is out of range, or options contradict each other.</exception>
    /// <exception cref="ArgumentException">There are no classes.</exception>
    public Detector(DetectorOptions options, IReadOnlyList<string> classes, DetectorParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0) throw new ArgumentException("A detector needs at least one class.", nameof(classes));
        OptionsCheck.Validate(options);
        _ = TorchRuntime.Threads; // loads libtorch or says what to install, before the layers are made
        using var budget = WeightBudget.Enter(MostWeights, "lower its widths.");
        (Options, Classes, Transform) = (options, [.. classes], new ImageTransform(options.Transform));
        parts ??= DetectorParts.BuiltIn;
        parts.RequireKnown(options);
        _backbone = Add("backbone.body", parts.CreateBackbone(options.Backbone));
        _neck = Add("backbone.fpn", parts.CreateNeck(_backbone.Levels, options.Neck));
        _proposals = Add("rpn", parts.CreateProposals(_neck.ProposalLevels, options.Anchors, options.Proposals));
        _regions = Add("roi_heads", parts.CreateRoiStage(_neck.RegionLevels, classes.Count, options));
        _masks = Add("roi_heads", MaskStage.Create(_neck.RegionLevels, classes.Count, options.Masks)); // torchvision's name for both stages
        _backbone.FreezeAllBut(options.Backbone.TrainableStages);
    }

    /// <summary>Composes a detector from existing stages, and takes ownership of them.</summary>
    /// <param name="classes">Names of the classes; the index of a name is its label.</param>
    /// <param name="transform">Turns images into batches.</param>
    /// <param name="backbone">Turns pixels into features.</param>
    /// <param name="neck">Made for the backbone's <see cref="Backbone.Levels"/>.</param>
    /// <param name="proposals">Made for the neck's <see cref="Neck.ProposalLevels"/>.</param>
    /// <param name="regions">Made for the neck's <see cref="Neck.RegionLevels"/>.</param>
    /// <remarks>
    /// No options describe it, so its file holds only weights: compose it again, then call <see cref="LoadWeights"/>. To let model files
    /// name your stages, add them to <see cref="DetectorParts"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no classes.</exception>
    public Detector(
        IReadOnlyList<string> classes, ImageTransform transform, Backbone backbone, Neck neck, ProposalStage proposals, RoiStage regions)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(transform);
        if (classes.Count == 0) throw new ArgumentException("A detector needs at least one class.", nameof(classes));
        (Options, Classes, Transform, IsDescribed) = (new() { Transform = transform.Options }, [.. classes], transform, false);
        _backbone = Add("backbone.body", backbone ?? throw new ArgumentNullException(nameof(backbone)));
        _neck = Add("backbone.fpn", neck ?? throw new ArgumentNullException(nameof(neck)));
        _proposals = Add("rpn", proposals ?? throw new ArgumentNullException(nameof(proposals)));
        _regions = Add("roi_heads", regions ?? throw new ArgumentNullException(nameof(regions)));
        _masks = Add("roi_heads", MaskStage.Create(_neck.RegionLevels, classes.Count, null));
    }

    /// <summary>Whether <see cref="Options"/> are enough to compose the detector again.</summary>
    public bool IsDescribed { get; } = true;

    /// <summary>The options of all parts.</summary>
    public DetectorOptions Options { get; }

    /// <summary>Names of the classes, by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Turns images into batches.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Whether there is a second stage; without one, detections are proposals of a single class.</summary>
    public bool HasSecondStage => _regions.LooksAtRegions;

    /// <summary>Anchors per cell.</summary>
    public int AnchorsPerCell => _proposals.AnchorsPerCell;

    /// <summary>Input pixels per cell, for each feature level that the first stage reads.</summary>
    public IReadOnlyList<int> AnchorStrides => [.. _neck.ProposalLevels.Select(static level => level.Stride)];

    /// <summary>The feature levels that the first stage reads.</summary>
    internal IReadOnlyList<FeatureLevel> AnchorLevels => _neck.ProposalLevels;

    /// <summary>Input pixels per cell, for each feature level that regions are pooled from.</summary>
    public IReadOnlyList<int> Strides => [.. _neck.RegionLevels.Select(static level => level.Stride)];

    /// <summary>Computes the losses of a batch, differentiable if gradients are enabled.</summary>
    /// <param name="batch">Images and ground truth.</param>
    /// <param name="random">Samples the anchors and regions; a fixed seed gives comparable losses.</param>
    /// <param name="precision">Precision of the layers' arithmetic; weights, gradients and losses are 32-bit.</param>
    /// <exception cref="NotSupportedException">The processor does not support <paramref name="precision"/>.</exception>
    public Losses ComputeLosses(TrainingBatch batch, Random random, Precision precision = Precision.Float32)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return ComputeLosses(batch, new Sampling(random), precision);
    }

    /// <summary>The objects in each image, best first, in pixels of the image.</summary>
    /// <param name="pictures">A batch; similar aspect ratios need the least padding.</param>
    /// <exception cref="InvalidOperationException">Another thread is using the detector.</exception>
    /// <remarks>Device sync. Always runs in evaluation mode, also during training, and does not change the mode.</remarks>
    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<Image> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count == 0 ? [] : Detect(Transform.Batch(pictures, threads: Environment.ProcessorCount));
    }

    /// <summary>Detects objects in given regions of each image instead of proposed ones.</summary>
    /// <param name="pictures">A batch.</param>
    /// <param name="regions">For each image, in pixels of the image.</param>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<Image> pictures, IReadOnlyList<Box[]> regions)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(regions);
        if (regions.Count != pictures.Count) throw new ArgumentException($"There are regions for {regions.Count} of {pictures.Count} pictures.", nameof(regions));
        if (pictures.Count == 0) return [];
        var batch = Transform.Batch(pictures, threads: Environment.ProcessorCount);
        return Detect(batch with { GivenRegions = [.. regions.Select((boxes, n) => Array.ConvertAll(boxes, batch.Placements[n].ToInput))] });
    }

    /// <summary>The same for a batch that is already transformed.</summary>
    public IReadOnlyList<DetectedObject>[] Detect(ImageBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var usage = Enter();
        return Detect(batch, CurrentEngine());
    }

    private IReadOnlyList<DetectedObject>[] Detect(ImageBatch batch, LayerEngine? engine)
    {
        using var evaluation = EvaluationMode.Enter(); // a trainable norm would use the statistics of this batch
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(TracedLayers.Of(engine));
        var features = FeaturesOf(batch, DetectionFormat);
        var trace = DetectionTrace.Current;
        trace?.Add(features, _neck.ProposalLevels, _neck.RegionLevels);
        var proposals = _proposals.Propose(features.ForProposals, batch);
        trace?.Proposals = proposals[0];
        var detections = _masks.Detect(features.ForRegions, _regions.Detect(features.ForRegions, proposals, batch), batch);
        trace?.Detections = detections[0];
        return [.. detections.Select((found, n) => (IReadOnlyList<DetectedObject>)Array.ConvertAll(found, d => InOriginal(d, batch.Placements[n])))];
    }

    private DetectedObject InOriginal(DetectedObject found, ImagePlacement placement) => placement.ToOriginal(found) with { Class = Classes[found.Label] };

    private MemoryFormat DetectionFormat => Options.Detections.ReferenceArithmetic ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;

    /// <summary>Computes the losses with a given way to choose anchors and regions.</summary>
    /// <inheritdoc cref="ComputeLosses(TrainingBatch, Random, Precision)"/>
    /// <param name="batch">Images and ground truth.</param>
    /// <param name="sampling">Samples the anchors and regions of each image.</param>
    /// <param name="precision">Precision of the layers' arithmetic; weights, gradients and losses are 32-bit.</param>
    public Losses ComputeLosses(TrainingBatch batch, Sampling sampling, Precision precision = Precision.Float32)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(sampling);
        PrecisionSupport.Require(precision, Device);
        using var usage = Enter();
        ReleaseStaleEngine();
        using var scope = TensorScope.Enter();
        using var layers = LayerEngine.Use(TracedLayers.Of(precision == Precision.BFloat16 ? new BFloat16Training(_layers) : new Float32Training(_layers)));
        var features = FeaturesOf(batch.Images, MemoryFormat.ChannelsLast);
        using var first = Spans.Start("proposals");
        var (proposalLosses, proposals) = _proposals.ComputeLosses(features.ForProposals, batch, sampling);
        first?.Stop();
        using var second = Spans.Start("regions");
        var (regionLosses, regions) = _regions.ComputeLosses(features.ForRegions, proposals, batch, sampling);
        var maskLosses = _masks.ComputeLosses(features.ForRegions, regions, batch.Truths);
        return proposalLosses.And(regionLosses).And(maskLosses).KeepIn(scope);
    }

    private Features FeaturesOf(ImageBatch batch, MemoryFormat format)
    {
        using var span = Spans.Start("features");
        using var scope = TensorScope.Enter();
        var features = _neck.Forward(_backbone.Forward(batch.ToTensor(Device, format)));
        return new(scope.Keep(features.ForProposals), scope.Keep(features.ForRegions));
    }
}
