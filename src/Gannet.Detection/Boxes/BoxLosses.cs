// Shapes: R pairs of boxes.
using Gannet.Kernels.Overlaps;
using Gannet.Torch;

namespace Gannet.Detection.Boxes;

/// <summary>Losses that compare boxes by their overlap instead of their deltas; differentiable in both arguments.</summary>
/// <remarks>
/// Arguments are <c>[R, 4]</c> corners in pixels, results <c>[R]</c>. Composed of tensor operators; values and gradients
/// equal torchvision's. In use they are averaged over the foreground.
/// </remarks>
public static class BoxLosses
{
    // torchvision's guard against division by an empty union.
    private const double Epsilon = 1e-7;

    /// <summary>1 − IoU; no gradient if the boxes do not overlap.</summary>
    public static Tensor Iou(Tensor predicted, Tensor truth)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(-Overlap(new(predicted), new(truth)).Iou + 1);
    }

    /// <summary>1 − generalised IoU (Rezatofighi et al. 2019): it also pulls together boxes that do not overlap.</summary>
    public static Tensor Giou(Tensor predicted, Tensor truth)
    {
        using var scope = TensorScope.Enter();
        var (a, b) = (new Corners(predicted), new Corners(truth));
        var (iou, union) = Overlap(a, b);
        var (width, height) = Enclosing(a, b);
        var enclosing = width * height;
        return scope.Keep(-(iou - (enclosing - union) / (enclosing + Epsilon)) + 1);
    }

    /// <summary>1 − IoU + the squared distance of the centres, relative to the enclosing diagonal (Zheng et al. 2020).</summary>
    public static Tensor Diou(Tensor predicted, Tensor truth)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(CentreLoss(new(predicted), new(truth)).Loss);
    }

    /// <summary>The distance loss plus a term for the difference of aspect ratios (Zheng et al. 2020).</summary>
    public static Tensor Ciou(Tensor predicted, Tensor truth)
    {
        using var scope = TensorScope.Enter();
        var (a, b) = (new Corners(predicted), new Corners(truth));
        var (loss, iou) = CentreLoss(a, b);
        var difference = (b.Width / b.Height).Atan() - (a.Width / a.Height).Atan();
        var aspect = difference * difference * (4 / (Math.PI * Math.PI));

        // The weight of the term gets no gradient.
        var weight = (aspect / (-iou + 1 + aspect + Epsilon)).Detach();
        return scope.Keep(loss + weight * aspect);
    }

    private static (Tensor Loss, Tensor Iou) CentreLoss(Corners a, Corners b)
    {
        var iou = Overlap(a, b).Iou;
        var (width, height) = Enclosing(a, b);
        var (dx, dy) = ((a.X1 + a.X2 - b.X1 - b.X2) * 0.5, (a.Y1 + a.Y2 - b.Y1 - b.Y2) * 0.5);
        var distance = (dx * dx + dy * dy) / (width * width + height * height + Epsilon);
        return (-iou + 1 + distance, iou);
    }

    private static (Tensor Iou, Tensor Union) Overlap(Corners a, Corners b)
    {
        var width = (a.X2.Minimum(b.X2) - a.X1.Maximum(b.X1)).ClampMin(0);
        var height = (a.Y2.Minimum(b.Y2) - a.Y1.Maximum(b.Y1)).ClampMin(0);
        var shared = width * height;
        var union = a.Width * a.Height + b.Width * b.Height - shared;
        return (shared / (union + Epsilon), union);
    }

    private static (Tensor Width, Tensor Height) Enclosing(Corners a, Corners b) =>
        (a.X2.Maximum(b.X2) - a.X1.Minimum(b.X1), a.Y2.Maximum(b.Y2) - a.Y1.Minimum(b.Y1));

    private sealed class Corners
    {
        public Corners(Tensor boxes)
        {
            ArgumentNullException.ThrowIfNull(boxes);
            if (boxes.Shape is not [_, 4]) throw new ArgumentException($"Expected [R, 4] corners, got {boxes}.", nameof(boxes));
            var columns = boxes.Unbind(1);
            (X1, Y1, X2, Y2) = (columns[0], columns[1], columns[2], columns[3]);
            (Width, Height) = (X2 - X1, Y2 - Y1);
        }

        public Tensor X1 { get; }

        public Tensor Y1 { get; }

        public Tensor X2 { get; }

        public Tensor Y2 { get; }

        public Tensor Width { get; }

        public Tensor Height { get; }
    }
}
