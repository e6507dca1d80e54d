// Shapes: N images, R regions of all images, C classes without background, M = 2·S mask bins per side.
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.Masks;
using Gannet.Torch;

namespace Gannet.Detection.Masks;

/// <summary>Mask R-CNN's third branch: one small mask per region and class, of which only that of the region's class is used.</summary>
internal sealed partial class MaskHead : MaskStage
{
    private readonly RegionPooling _pooling;
    private readonly MaskLayers _layers;
    private readonly MaskPredictor _predictor;
    private readonly MaskOptions _options;
    private readonly int _classes;

    public MaskHead(IReadOnlyList<FeatureLevel> levels, int classes, MaskOptions options)
    {
        (_options, _classes) = (options, classes);
        _pooling = new RegionPooling(levels, new RegionOptions { Size = options.Size, SamplingRatio = options.SamplingRatio });
        var channels = levels[0].Channels;
        _layers = Add("mask_head", new MaskLayers(channels, options));
        _predictor = Add("mask_predictor", new MaskPredictor(options.Convolutions > 0 ? options.Channels : channels, classes));
    }

    /// <summary>Mask logits of every class, <c>[R, 1 + C, M, M]</c>, background first.</summary>
    /// <param name="levels">The pyramid.</param>
    /// <param name="regions">For each image, in pixels of the input.</param>
    public Tensor Forward(Tensor[] levels, IReadOnlyList<Box[]> regions)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_predictor.Forward(_layers.Forward(_pooling.Forward(levels, regions, MemoryFormat.ChannelsLast))));
    }

    public override Losses ComputeLosses(Tensor[] levels, IReadOnlyList<RoiTargets> regions, IReadOnlyList<GroundTruth> truths)
    {
        using var scope = TensorScope.Enter();
        MaskRegion[][] outlined = [.. regions.Select((r, n) => MaskRegion.Of(r, truths[n]))];
        var loss = ComputeLoss(levels, outlined);
        return new Losses(new NamedLoss("mask", loss) { Count = outlined.Sum(static r => r.Length) }).KeepIn(scope);
    }

    /// <summary>Binary cross entropy on the map of each region's true class; the other maps do not contribute.</summary>
    /// <param name="levels">The pyramid.</param>
    /// <param name="regions">For each image, the foreground regions whose object has an outline.</param>
    public Tensor ComputeLoss(Tensor[] levels, IReadOnlyList<MaskRegion[]> regions)
    {
        using var scope = TensorScope.Enter();
        MaskRegion[] all = [.. regions.SelectMany(static r => r)];
        if (all.Length == 0) return scope.Keep(EmptyLoss.Of(this, levels));
        var logits = OwnMaps(Forward(levels, [.. regions.Select(static r => Array.ConvertAll(r, static m => m.Box))]), [.. all.Select(static r => r.Label)]);
        var side = _options.Size * 2;
        var targets = new float[all.Length * side * side];
        Parallel.For(0, all.Length, r => all[r].Outline.Draw(all[r].Box, side, targets.AsSpan(r * side * side, side * side)));
        var wanted = Tensor.From<float>(targets, all.Length, side, side).To(logits.Device, ElementType.Float);
        return scope.Keep(logits.BinaryCrossEntropyWithLogits(wanted) * _options.LossWeight);
    }

    public override DetectedObject[][] Detect(Tensor[] levels, DetectedObject[][] found, ImageBatch batch)
    {
        using var scope = TensorScope.Enter();
        var places = found.SelectMany(static (list, n) => list.Select((_, k) => (Image: n, Index: k))).ToArray();
        if (places.Length == 0) return found;
        var labels = places.Select(p => found[p.Image][p.Index].Label).ToArray();
        var logits = OwnMaps(Forward(levels, [.. found.Select(static list => Array.ConvertAll(list, static d => d.Box))]), labels);
        var probabilities = logits.Sigmoid().ToArray<float>();
        var length = probabilities.Length / places.Length;
        var result = Array.ConvertAll(found, static list => (DetectedObject[])list.Clone());
        Parallel.For(0, places.Length, r =>
        {
            var (n, k) = places[r];
            var (placement, original) = (batch.Placements[n], batch.Placements[n].Original);
            var mask = MaskPaste.Paste(
                probabilities.AsSpan(r * length, length), placement.ToOriginal(found[n][k].Box), original.Height, original.Width, _options.Threshold);
            result[n][k] = found[n][k] with { Mask = mask.ToRunLengths() };
        });
        return result;
    }

    // Selects the map of each region's class: [R, 1 + C, M, M] -> [R, M, M].
    private Tensor OwnMaps(Tensor logits, int[] labels)
    {
        using var scope = TensorScope.Enter();
        var rows = labels.Select((label, r) => r * (_classes + 1L) + label + 1).ToArray();
        var side = logits.Shape[^1];
        return scope.Keep(logits.Reshape([-1, side, side]).IndexSelect(0, Tensor.From<long>(rows).To(logits.Device, ElementType.Int64)));
    }
}
