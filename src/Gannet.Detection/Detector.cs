// Shapes: N pictures, L feature levels, T anchors, R regions of all pictures, C classes without background.
using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Heads;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.Regions;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Vision;
using Gannet.Vision.Pictures;

namespace Gannet.Detection;

/// <summary>A two-stage detector: image → transform → backbone → neck → proposals → region pooling → region head → detections.</summary>
/// <remarks>Not thread-safe: one thread at a time computes with a detector, best always the same one.</remarks>
public sealed partial class Detector : Module
{
    private readonly Backbone _backbone;
    private readonly FeaturePyramid _neck;
    private readonly ProposalNetwork _proposals;
    private readonly RegionPooling _pooling;
    private readonly RegionClassifier _regions;

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
        _neck = Add("backbone.fpn", new FeaturePyramid(_backbone.Channels, options.Neck));
        _proposals = Add("rpn", new ProposalNetwork(_neck.Channels, options.Anchors, options.Proposals));
        _pooling = new RegionPooling(options.Regions, _backbone.Strides);
        _regions = Add("roi_heads", new RegionClassifier(_neck.Channels, options.Regions.Size, classes.Count, options.Head, options.Detections));
        if (options.Anchors.Sizes.Length != _backbone.Channels.Count + 1)
            throw new ArgumentException($"anchors.sizes has {options.Anchors.Sizes.Length} levels, this network {_backbone.Channels.Count + 1}.", nameof(options));
        _backbone.FreezeAllBut(options.Backbone.TrainableStages);
    }

    /// <summary>What the detector is made of.</summary>
    public DetectorOptions Options { get; }

    /// <summary>Names of the classes, by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Turns pictures into batches.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Anchors of each feature cell.</summary>
    public int AnchorsPerCell => _proposals.AnchorsPerCell;

    /// <summary>Pixels of the input a cell of each pooled feature level.</summary>
    public IReadOnlyList<int> Strides => _backbone.Strides;

    /// <summary>The four losses of a batch, differentiable where gradients are on.</summary>
    /// <param name="batch">Pictures and their objects.</param>
    /// <param name="random">Draws the anchors and regions that take part; a fixed seed gives comparable losses.</param>
    public Losses ComputeLosses(TrainingBatch batch, Random random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return ComputeLosses(batch,
            (anchors, n) => _proposals.Assign(anchors, batch.Truths[n], random),
            (proposals, n) => _regions.Assign(proposals, batch.Truths[n], random));
    }

    /// <summary>The objects in each picture, best first, in pixels of the picture.</summary>
    /// <param name="pictures">A batch; pictures of similar shape waste the least padding.</param>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<Vision.Detection>[] Detect(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count == 0 ? [] : Detect(Transform.Batch(pictures));
    }

    /// <summary>The same for a batch that is already transformed.</summary>
    public IReadOnlyList<Vision.Detection>[] Detect(PictureBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (IsTraining) SetTraining(false); // a norm that learns would use the statistics of this batch
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        var levels = Features(batch, Options.Detections.ReferenceArithmetic ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast);
        var prediction = _proposals.Forward(levels);
        var proposals = _proposals.Propose(prediction, _proposals.Anchors(batch, levels), batch.Sizes, isTraining: false);
        var pooled = _pooling.Forward(levels, proposals, _regions.Format);
        var detections = _regions.Select(_regions.Forward(pooled), proposals, batch.Sizes);
        return [.. detections.Select((found, n) =>
            (IReadOnlyList<Vision.Detection>)[.. found.Select(d => ImageTransform.ToOriginal(d, batch.OriginalSizes[n], batch.Sizes[n]))])];
    }

    /// <summary>The losses with given ways to choose the anchors and regions of picture n.</summary>
    internal Losses ComputeLosses(TrainingBatch batch, Func<AnchorGrid, int, AnchorTargets> chooseAnchors, Func<Box[], int, RegionTargets> chooseRegions)
    {
        using var scope = TensorScope.Enter();
        var (pictures, count) = (batch.Pictures, batch.Pictures.Count);
        var levels = Features(pictures, MemoryFormat.ChannelsLast);
        var prediction = _proposals.ForwardForTraining(levels);
        var anchors = _proposals.Anchors(pictures, levels);
        var (objectness, proposalBox) = _proposals.ComputeLosses(
            levels, prediction, anchors, [.. Enumerable.Range(0, count).Select(n => chooseAnchors(anchors, n))]);

        var proposals = _proposals.Propose(prediction, anchors, pictures.Sizes, isTraining: true);
        RegionTargets[] targets = [.. proposals.Select(chooseRegions)];
        var pooled = _pooling.Forward(levels, [.. targets.Select(static t => t.Boxes)], _regions.Format);
        var (classification, box) = _regions.ComputeLosses(_regions.Forward(pooled), targets);
        return new(scope.Keep(objectness), scope.Keep(proposalBox), scope.Keep(classification), scope.Keep(box));
    }

    private Tensor[] Features(PictureBatch batch, MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_neck.Forward(_backbone.Forward(batch.ToTensor(Device.Cpu, format))));
    }
}
