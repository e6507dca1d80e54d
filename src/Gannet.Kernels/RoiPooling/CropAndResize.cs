// Shapes: L levels, R regions, C channels, S bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>What crop-and-resize needs to know about a batch.</summary>
/// <param name="Size">Points along each side.</param>
/// <param name="ImageHeight">Height of the network's input in pixels: boxes are measured relative to it.</param>
/// <param name="ImageWidth">Width of the network's input in pixels.</param>
public sealed record CropAndResizeOptions(int Size, int ImageHeight, int ImageWidth);

/// <summary>Crop-and-resize, TensorFlow's pooling before RoIAlign: one bilinear sample per bin.</summary>
/// <remarks>
/// Matterport's arithmetic: boxes are normalised by (image size − 1), after one pixel is subtracted from the far side. So point i of S
/// lies at y1·(H − 1) + i·(y2 − y1)·(H − 1)/(S − 1) in a map of H rows. Points outside the map give 0. Use it for models trained this
/// way; <see cref="RoiAlign"/> is the better choice for new ones.
/// </remarks>
public static unsafe class CropAndResize
{
    /// <summary>Pools every region.</summary>
    /// <param name="levels"><c>[L]</c> feature maps of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Points and the size of the image.</param>
    /// <param name="output"><c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</param>
    /// <param name="channelsLast">The order of the output.</param>
    /// <exception cref="ArgumentException">Lengths or channels do not fit, or a region names a missing level or image.</exception>
    public static void Forward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, CropAndResizeOptions options, Span<float> output, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, 1, output.Length, nameof(output));
        if (pinned.IsEmpty) return;
        fixed (float* target = output) Forward(pinned.Levels, pinned.Regions, options, target, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Forward(FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* output, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Forward(levels, regions, options.Size, () => new CropSampling(options), output, channelsLast, plan);
    }

    /// <summary>Adds the gradient of every region's bins to the features they were read from.</summary>
    /// <param name="levels"><c>[L]</c> gradients of the feature maps, initialised by the caller; they are added to.</param>
    /// <param name="regions"><c>[R]</c>, as in the forward pass.</param>
    /// <param name="options">As in the forward pass.</param>
    /// <param name="gradient">Gradient of the output, in the same order.</param>
    /// <param name="channelsLast">The order of <paramref name="gradient"/>.</param>
    /// <exception cref="ArgumentException">As in the forward pass.</exception>
    /// <remarks>Deterministic: the order of additions does not depend on the number of threads.</remarks>
    public static void Backward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, CropAndResizeOptions options, ReadOnlySpan<float> gradient, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, 1, gradient.Length, nameof(gradient));
        if (pinned.IsEmpty) return;
        fixed (float* source = gradient) Backward(pinned.Levels, pinned.Regions, options, source, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Backward(FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Backward(levels, regions, options.Size, () => new CropSampling(options), gradient, channelsLast, plan);
    }
}

/// <summary>Crop-and-resize's points: one per bin, the outermost on the region's first and last pixel.</summary>
internal sealed class CropSampling(CropAndResizeOptions options) : RegionSampling(options.Size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        Prepare(Rows, box.Y1, box.Y2, options.ImageHeight, map.Height);
        Prepare(Columns, box.X1, box.X2, options.ImageWidth, map.Width);
    }

    // Pixels are points here: an image's first pixel is at 0 and its last at 1, whatever the scale of the map.
    private static void Prepare(AxisTaps axis, float start, float end, int pixels, int length)
    {
        var intervals = Math.Max(pixels - 1, 1);
        axis.PreparePoints((double)start * (length - 1) / intervals, (end - 1d) * (length - 1) / intervals, length);
    }
}
