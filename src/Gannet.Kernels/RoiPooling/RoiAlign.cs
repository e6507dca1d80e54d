// Shapes: L levels, R regions, C channels, S bins a side.
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
    public static void Forward(FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    /// <summary>The cells and weights of every bin, for RoIAlign by tensor operations on a device that the kernels do not reach.</summary>
    /// <param name="levels"><c>[L]</c>: only their sizes and scales matter.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Bins and samples.</param>
    public static (RegionTaps Rows, RegionTaps Columns) Taps(FeatureMap[] levels, ReadOnlySpan<PlacedRegion> regions, RoiAlignOptions options)
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
    /// <param name="levels"><c>[L]</c> gradients of the feature maps, initialised by the caller.</param>
    /// <param name="regions"><c>[R]</c>, as in the forward pass.</param>
    /// <param name="options">As in the forward pass.</param>
    /// <param name="gradient">Of the output, in the same order.</param>
    /// <param name="channelsLast">The order of <paramref name="gradient"/>.</param>
    /// <remarks>Deterministic: the order of additions does not depend on the number of threads.</remarks>
    public static void Backward(FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, RoiAlignOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Backward(levels, regions, options.Size, () => new AlignSampling(options), gradient, channelsLast, plan);
    }
}
