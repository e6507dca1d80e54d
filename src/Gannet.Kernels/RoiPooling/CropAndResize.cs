// Shapes: L levels, R regions, C channels, S bins a side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Crop-and-resize, the pooling before RoIAlign in TensorFlow: one bilinear sample a bin.</summary>
/// <remarks>
/// Matterport's arithmetic: a box counts in shares of (picture − 1), its far side less one pixel, so that point i of S lies at
/// y1·(H − 1) + i·(y2 − y1)·(H − 1)/(S − 1) of a map of H rows. Points outside the map give 0. For models trained this way;
/// <see cref="RoiAlign"/> is the better choice for new ones.
/// </remarks>
public static unsafe class CropAndResize
{
    /// <summary>Pools every region.</summary>
    /// <param name="levels"><c>[L]</c> feature maps of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Points and the size of the picture.</param>
    /// <param name="output"><c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</param>
    /// <param name="channelsLast">The order of the output.</param>
    public static void Forward(FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* output, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Forward(levels, regions, options.Size, () => new CropSampling(options), output, channelsLast, plan);
    }

    /// <summary>Adds the gradient of every region's bins to the features they were read from.</summary>
    /// <param name="levels"><c>[L]</c> gradients of the feature maps, initialised by the caller.</param>
    /// <param name="regions">As in the forward pass.</param>
    /// <param name="options">As in the forward pass.</param>
    /// <param name="gradient">Of the output, in the same order.</param>
    /// <param name="channelsLast">The order of <paramref name="gradient"/>.</param>
    /// <remarks>Deterministic: the order of additions does not depend on the number of threads.</remarks>
    public static void Backward(FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, CropAndResizeOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionKernels.Backward(levels, regions, options.Size, () => new CropSampling(options), gradient, channelsLast, plan);
    }
}
