// Shapes: L levels, R regions, C channels of the output, k bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>How position-sensitive RoIAlign samples a region; regions are always shifted by half a cell.</summary>
/// <param name="Size">Bins along each side, k; a map has C·k² channels.</param>
/// <param name="SamplingRatio">Samples per bin along each side; 0 for one per cell, ⌈bin size⌉.</param>
public sealed record PsRoiAlignOptions(int Size = 3, int SamplingRatio = 2);

/// <summary>Position-sensitive RoIAlign: each bin is the mean of bilinear samples of its own map.</summary>
/// <remarks>
/// Equal to torchvision's <c>ps_roi_align</c> to 1e-5, with one exception: if the number of samples depends on the size, a region
/// without extent has none and gives 0, where torchvision divides 0 by 0.
/// </remarks>
public static unsafe class PsRoiAlign
{
    /// <summary>Pools every region.</summary>
    /// <param name="levels"><c>[L]</c> feature maps of C·k² channels: that bin of output channel c reads channel c·k² + bin.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Bins and samples.</param>
    /// <param name="output"><c>[R, k, k, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, k, k]</c>.</param>
    /// <param name="channelsLast">The order of the output.</param>
    /// <exception cref="ArgumentException">Lengths or channels do not fit, or a region names a missing level or image.</exception>
    public static void Forward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, PsRoiAlignOptions options, Span<float> output, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, (Int128)options.Size * options.Size, output.Length, nameof(output));
        if (pinned.IsEmpty) return;
        fixed (float* target = output) Forward(pinned.Levels, pinned.Regions, options, target, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Forward(FeatureMap[] levels, PlacedRegion[] regions, PsRoiAlignOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, PsRoiAlignOptions options, float* output, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        PositionSensitiveKernels.Forward(
            levels, regions, options.Size, () => new AlignSampling(new(options.Size, options.SamplingRatio, Aligned: true)), output, channelsLast, plan);
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
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, PsRoiAlignOptions options, ReadOnlySpan<float> gradient, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, (Int128)options.Size * options.Size, gradient.Length, nameof(gradient));
        if (pinned.IsEmpty) return;
        fixed (float* source = gradient) Backward(pinned.Levels, pinned.Regions, options, source, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Backward(FeatureMap[] levels, PlacedRegion[] regions, PsRoiAlignOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, PsRoiAlignOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        PositionSensitiveKernels.Backward(
            levels, regions, options.Size, () => new AlignSampling(new(options.Size, options.SamplingRatio, Aligned: true)), gradient, channelsLast, plan);
    }
}
