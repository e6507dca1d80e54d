// Shapes: L levels, R regions, C channels, S bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>How RoIAlign samples a region.</summary>
/// <param name="Size">Bins along each side.</param>
/// <param name="SamplingRatio">Samples per bin along each side; 0 for one per cell, ⌈bin size⌉.</param>
/// <param name="Aligned">Whether regions are shifted by half a cell, so that sample points and cell centres share one origin (detectron2's rule; torchvision's detectors do not).</param>
public sealed record RoiAlignOptions(int Size = 7, int SamplingRatio = 2, bool Aligned = false);

/// <summary>RoIAlign over several feature levels: the mean of bilinear samples in each bin of each region.</summary>
/// <remarks>Equal to torchvision's to 1e-5; the order of additions differs, since samples that share a cell are merged.</remarks>
public static unsafe class RoiAlign
{
    /// <summary>Pools every region.</summary>
    /// <param name="levels"><c>[L]</c> feature maps of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Bins and samples.</param>
    /// <param name="output"><c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</param>
    /// <param name="channelsLast">The order of the output.</param>
    /// <exception cref="ArgumentException">Lengths or channels do not fit, or a region names a missing level or image.</exception>
    public static void Forward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, RoiAlignOptions options, Span<float> output, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, 1, output.Length, nameof(output));
        if (pinned.IsEmpty) return;
        fixed (float* target = output) Forward(pinned.Levels, pinned.Regions, options, target, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Forward(FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    /// <summary>The cells and weights of every bin, for RoIAlign with tensor operations on a device that the kernels cannot use.</summary>
    /// <param name="levels"><c>[L]</c>: only their sizes and scales matter.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Bins and samples.</param>
    internal static (RegionTaps Rows, RegionTaps Columns) Taps(FeatureMap[] levels, ReadOnlySpan<PlacedRegion> regions, RoiAlignOptions options)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(options);
        return RegionTaps.Of(levels, regions, options.Size, new AlignSampling(options));
    }

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* output, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Forward(levels, regions, options.Size, () => new AlignSampling(options), output, channelsLast, plan);
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
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, RoiAlignOptions options, ReadOnlySpan<float> gradient, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, 1, gradient.Length, nameof(gradient));
        if (pinned.IsEmpty) return;
        fixed (float* source = gradient) Backward(pinned.Levels, pinned.Regions, options, source, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Backward(FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Backward(levels, regions, options.Size, () => new AlignSampling(options), gradient, channelsLast, plan);
    }
}

/// <summary>RoIAlign's points: evenly spread in each bin, either a fixed number or one per cell.</summary>
internal sealed class AlignSampling(RoiAlignOptions options) : RegionSampling(options.Size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        var shift = options.Aligned ? 0.5f : 0f;
        var (x, y) = (box.X1 * map.Scale - shift, box.Y1 * map.Scale - shift);
        var (width, height) = (box.X2 * map.Scale - shift - x, box.Y2 * map.Scale - shift - y);
        // Without the half-cell shift, a region is at least one cell in size, as in the first implementation.
        if (!options.Aligned) (width, height) = (Math.Max(width, 1), Math.Max(height, 1));
        Prepare(Rows, y, height / options.Size, map.Height);
        Prepare(Columns, x, width / options.Size, map.Width);
    }

    // If the number of samples depends on the size, a region without extent has none and pools to 0 (torchvision's rule).
    private void Prepare(AxisTaps axis, float start, float binSize, int length) =>
        axis.Prepare(start, binSize, options.SamplingRatio > 0 ? options.SamplingRatio : (int)MathF.Ceiling(binSize), length);
}
