// Shapes: L levels, R regions, C channels, S bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

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
