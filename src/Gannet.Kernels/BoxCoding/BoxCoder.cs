using Gannet.Kernels.Simd;

namespace Gannet.Kernels.BoxCoding;

/// <summary>Converts a box into four deltas from a reference box, and back.</summary>
/// <remarks>Deltas are (Δx/w, Δy/h, log w′/w, log h′/h), each times its weight, in torchvision's float32 order of operations.</remarks>
/// <param name="X">Weight of the horizontal delta.</param>
/// <param name="Y">Weight of the vertical delta.</param>
/// <param name="W">Weight of the log width ratio.</param>
/// <param name="H">Weight of the log height ratio.</param>
public sealed record BoxCoder(float X, float Y, float W, float H)
{
    // A 16-pixel anchor may grow to a 1000-pixel box in one step; larger predictions are noise that overflows exp.
    private static readonly float s_maxLogScale = (float)Math.Log(1000.0 / 16);

    private static readonly Box s_everywhere = new(
        float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, float.PositiveInfinity);

    /// <summary>Decoding limits the log ratio of sides to this value: log(1000/16).</summary>
    public static float MaxLogScale => s_maxLogScale;

    /// <summary>Makes a coder from four weights: x, y, width, height.</summary>
    /// <exception cref="ArgumentException">There are not four weights.</exception>
    public static BoxCoder Of(ReadOnlySpan<float> weights) => weights is [var x, var y, var w, var h]
        ? new(x, y, w, h)
        : throw new ArgumentException($"A box has four deltas; there are {weights.Length} weights.", nameof(weights));

    /// <summary>Weights of the proposal stage: all 1.</summary>
    public static BoxCoder Proposals { get; } = new(1, 1, 1, 1);

    /// <summary>Weights of the second stage: 10, 10, 5, 5, which scale its smaller targets to about unit standard deviation.</summary>
    public static BoxCoder Detections { get; } = new(10, 10, 5, 5);

    /// <summary>The deltas that turn <paramref name="reference"/> into <paramref name="target"/>.</summary>
    public BoxDeltas Encode(Box reference, Box target)
    {
        var (rw, rh) = (reference.Width, reference.Height);
        var (tw, th) = (target.Width, target.Height);
        var (rx, ry) = (reference.X1 + 0.5f * rw, reference.Y1 + 0.5f * rh);
        var (tx, ty) = (target.X1 + 0.5f * tw, target.Y1 + 0.5f * th);
        return new(X * (tx - rx) / rw, Y * (ty - ry) / rh, W * MathF.Log(tw / rw), H * MathF.Log(th / rh));
    }

    /// <summary>Applies <paramref name="offsets"/> to <paramref name="reference"/>; sides grow at most 1000/16 times.</summary>
    public Box Decode(Box reference, BoxDeltas offsets)
    {
        var (rw, rh) = (reference.Width, reference.Height);
        var (rx, ry) = (reference.X1 + 0.5f * rw, reference.Y1 + 0.5f * rh);
        var (x, y) = (offsets.X / X * rw + rx, offsets.Y / Y * rh + ry);
        var halfWidth = 0.5f * (MathF.Exp(Bound(offsets.W / W)) * rw);
        var halfHeight = 0.5f * (MathF.Exp(Bound(offsets.H / H)) * rh);
        return new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
    }

    /// <summary>Decodes many boxes at once and clips them to a window.</summary>
    /// <param name="references"><c>[R]</c> boxes.</param>
    /// <param name="offsets"><c>[R]</c> deltas, one per reference.</param>
    /// <param name="boxes">Receives <c>[R]</c> boxes; may be the same memory as <paramref name="references"/>.</param>
    /// <param name="window">The window; null for no clipping.</param>
    /// <remarks>Within a few units in the last place of the one-box form, which uses another exponential; NaN stays NaN.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Decode(ReadOnlySpan<Box> references, ReadOnlySpan<BoxDeltas> offsets, Span<Box> boxes, Box? window = null)
    {
        if (references.Length != boxes.Length || offsets.Length != boxes.Length)
        {
            throw new ArgumentException(
                $"{references.Length} references and {offsets.Length} deltas do not make {boxes.Length} boxes.", nameof(boxes));
        }

        BoxDecoding.Run(KernelPlan.Best, this, references, offsets, boxes, window ?? s_everywhere);
    }

    private static float Bound(float logScale) => logScale > s_maxLogScale ? s_maxLogScale : logScale; // NaN stays NaN
}
