using Gannet.Detection.Backbones;
using Gannet.Detection.Engines;
using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>A two-stage detector: picture → transform → backbone → neck → proposals → regions → masks → detections.</summary>
/// <remarks>
/// One thread at a time computes with a detector, best always the same one: a second one that detects or computes losses meanwhile gets
/// an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed partial class Detector : Module
{
    private const long MostWeights = 1L << 30; // 4 GiB; the largest published detectors have a quarter of it

    private readonly Backbone _backbone;
    private readonly Neck _neck;
    private readonly ProposalStage _proposals;
    private readonly RoiStage _regions;
    private readonly MaskStage _masks;

    /// <summary>Composes a detector with random weights.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="classes">Names of the classes; the index of a name is its label.</param>
    /// <param name="parts">The stages that options may name; null for Gannet's own.</param>
    /// <exception cref="ArgumentException">Options contradict each other, or there is no class.</exception>
    public Detector(DetectorOptions options, IReadOnlyList<string> classes, DetectorParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0) throw new ArgumentException("A detector needs at least one class.", nameof(classes));
        OptionsCheck.Validate(options);
        using var budget = WeightBudget.Enter(MostWeights, "lower its widths.");
        (Options, Classes, Transform) = (options, [.. classes], new ImageTransform(options.Transform));
        parts ??= DetectorParts.BuiltIn;
        _backbone = Add("backbone.body", parts.CreateBackbone(options.Backbone));
        _neck = Add("backbone.fpn", parts.CreateNeck(_backbone.Levels, options.Neck));
        _proposals = Add("rpn", parts.CreateProposals(_neck.ProposalLevels, options.Anchors, options.Proposals));
        _regions = Add("roi_heads", parts.CreateRoiStage(_neck.RegionLevels, classes.Count, options));
        _masks = Add("roi_heads", MaskStage.Create(_neck.RegionLevels, classes.Count, options.Masks)); // torchvision names both stages so
        _backbone.FreezeAllBut(options.Backbone.TrainableStages);
    }

    /// <summary>Composes a detector of stages that are there already; it owns them from now on.</summary>
    /// <param name="classes">Names of the classes; the index of a name is its label.</param>
    /// <param name="transform">Turns pictures into batches.</param>
    /// <param name="backbone">Turns pixels into features.</param>
    /// <param name="neck">Made for the backbone's <see cref="Backbone.Levels"/>.</param>
    /// <param name="proposals">Made for the neck's <see cref="Neck.ProposalLevels"/>.</param>
    /// <param name="regions">Made for the neck's <see cref="Neck.RegionLevels"/>.</param>
    /// <remarks>
    /// No options describe it, so that a file of it holds weights alone: compose it again, then <see cref="LoadWeights"/>. Stages that a
    /// model file is to name belong in <see cref="DetectorParts"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no class.</exception>
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

    /// <summary>Whether <see cref="Options"/> say all that is needed to compose the detector again.</summary>
    public bool IsDescribed { get; } = true;

    /// <summary>What the detector is made of.</summary>
    public DetectorOptions Options { get; }

    /// <summary>Names of the classes, by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Turns pictures into batches.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Whether there is a second stage; without one, what it detects are proposals of one class.</summary>
    public bool HasSecondStage => _regions.LooksAtRegions;

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
    /// <exception cref="InvalidOperationException">Another thread computes with the detector.</exception>
    /// <remarks>Device sync. Computes as in evaluation, in the middle of a training too, and leaves the mode as it is.</remarks>
    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<Image> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count == 0 ? [] : Detect(Transform.Batch(pictures, threads: Environment.ProcessorCount));
    }

    /// <summary>The objects in given regions of each picture, instead of those that the detector would propose.</summary>
    /// <param name="pictures">A batch.</param>
    /// <param name="regions">For each picture, in pixels of the picture.</param>
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
        using var evaluation = EvaluationMode.Enter(); // a norm that learns would use the statistics of this batch
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(engine);
        var features = FeaturesOf(batch, DetectionFormat);
        var proposals = _proposals.Propose(features.ForProposals, batch);
        var detections = _masks.Detect(features.ForRegions, _regions.Detect(features.ForRegions, proposals, batch), batch);
        return [.. detections.Select((found, n) => (IReadOnlyList<DetectedObject>)Array.ConvertAll(found, d => InOriginal(d, batch.Placements[n])))];
    }

    private DetectedObject InOriginal(DetectedObject found, ImagePlacement placement) => placement.ToOriginal(found) with { Class = Classes[found.Label] };

    private MemoryFormat DetectionFormat => Options.Detections.ReferenceArithmetic ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;

    /// <summary>The losses with a given way to choose anchors and regions.</summary>
    internal Losses ComputeLosses(TrainingBatch batch, Sampling sampling, Precision precision = Precision.Float32)
    {
        PrecisionSupport.Require(precision, Device);
        using var usage = Enter();
        ReleaseStaleEngine();
        using var scope = TensorScope.Enter();
        using var layers = LayerEngine.Use(precision == Precision.BFloat16 ? new BFloat16Training() : null);
        var features = FeaturesOf(batch.Images, MemoryFormat.ChannelsLast);
        var (proposalLosses, proposals) = _proposals.ComputeLosses(features.ForProposals, batch, sampling);
        var (regionLosses, regions) = _regions.ComputeLosses(features.ForRegions, proposals, batch, sampling);
        var maskLosses = _masks.ComputeLosses(features.ForRegions, regions, batch.Truths);
        return proposalLosses.And(regionLosses).And(maskLosses).KeepIn(scope);
    }

    private Features FeaturesOf(ImageBatch batch, MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        var features = _neck.Forward(_backbone.Forward(batch.ToTensor(Device, format)));
        return new(scope.Keep(features.ForProposals), scope.Keep(features.ForRegions));
    }
}
