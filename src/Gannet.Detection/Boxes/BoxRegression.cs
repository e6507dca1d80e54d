// Shapes: P foreground boxes of all images.
using System.Runtime.InteropServices;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.Boxes;

/// <summary>The loss of predicted box deltas, the same in both stages.</summary>
internal sealed class BoxRegression(BoxLossOptions options, BoxCoder coder)
{
    /// <summary>The loss of each box, <c>[P]</c>.</summary>
    /// <param name="deltas">Predicted box deltas, <c>[P, 4]</c>.</param>
    /// <param name="references">The anchors or proposals that they are relative to.</param>
    /// <param name="objects">Boxes of the objects.</param>
    public Tensor PerBox(Tensor deltas, Box[] references, Box[] objects)
    {
        using var scope = TensorScope.Enter();
        if (options.Kind is BoxLossKind.SmoothL1 or BoxLossKind.L1)
        {
            BoxDeltas[] offsets = [.. references.Zip(objects, coder.Encode)];
            var wanted = Rows<BoxDeltas>(offsets, deltas.Device);
            var apart = options.Kind == BoxLossKind.L1 ? deltas.L1Loss(wanted, reduction: 0) : deltas.SmoothL1Loss(wanted, reduction: 0, options.Beta);
            return scope.Keep(apart.Sum([1]));
        }

        var (predicted, truth) = (Decode(deltas, Rows<Box>(references, deltas.Device)), Rows<Box>(objects, deltas.Device));
        return scope.Keep(options.Kind switch
        {
            BoxLossKind.Iou => BoxLosses.Iou(predicted, truth),
            BoxLossKind.Giou => BoxLosses.Giou(predicted, truth),
            BoxLossKind.Diou => BoxLosses.Diou(predicted, truth),
            _ => BoxLosses.Ciou(predicted, truth),
        });
    }

    /// <summary>The loss of a batch: the sum over its boxes, divided and weighted as the options say.</summary>
    /// <param name="perBox"><c>[P]</c>, image by image.</param>
    /// <param name="samples">Number of samples per image, foreground or not.</param>
    /// <param name="positives">Number of foreground samples per image; they sum to P.</param>
    public Tensor Reduce(Tensor perBox, IReadOnlyList<int> samples, IReadOnlyList<int> positives)
    {
        using var scope = TensorScope.Enter();
        if (IsPerImage)
        {
            float[] shares = [.. positives.SelectMany((count, n) => Enumerable.Repeat(1f / Math.Max(samples[n], 1) / samples.Count, count))];
            return scope.Keep((perBox * Tensor.From<float>(shares).To(perBox.Device, ElementType.Float)).Sum() * options.Weight);
        }

        return scope.Keep(perBox.Sum() / NamedLoss.Divisor(Count(samples, positives)) * options.Weight);
    }

    /// <summary>The divisor's samples: <see cref="NamedLoss.Count"/>.</summary>
    /// <inheritdoc cref="Reduce" path="/param"/>
    public double Count(IReadOnlyList<int> samples, IReadOnlyList<int> positives) =>
        IsPerImage ? samples.Count : (options.Normalizer == LossNormalizer.Positives ? positives : samples).Sum();

    private bool IsPerImage => options.Normalizer == LossNormalizer.SamplesPerImage;

    // The inverse of encoding, on tensors, so that gradients reach the deltas.
    private Tensor Decode(Tensor deltas, Tensor references)
    {
        var (d, r) = (deltas.Unbind(1), references.Unbind(1));
        var (width, height) = (r[2] - r[0], r[3] - r[1]);
        var x = d[0] * (1 / coder.X) * width + r[0] + width * 0.5;
        var y = d[1] * (1 / coder.Y) * height + r[1] + height * 0.5;
        var halfWidth = (d[2] * (1 / coder.W)).ClampMax(BoxCoder.MaxLogScale).Exp() * width * 0.5;
        var halfHeight = (d[3] * (1 / coder.H)).ClampMax(BoxCoder.MaxLogScale).Exp() * height * 0.5;
        return Tensor.Stack([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight], 1);
    }

    private static Tensor Rows<T>(T[] rows, Device device) where T : unmanaged =>
        Tensor.From<float>(MemoryMarshal.Cast<T, float>(rows), rows.Length, 4).To(device, ElementType.Float);
}
