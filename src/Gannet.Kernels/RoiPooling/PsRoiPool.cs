// Shapes: L levels, R regions, C channels of the output, k bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>How position-sensitive RoI pooling reads a region.</summary>
/// <param name="Size">Bins along each side, k; a map has C·k² channels.</param>
/// <param name="TorchvisionEdges">
/// Whether bins leave out the last row and column of the map, as in torchvision. Its gradient still reaches those cells, so it does
/// not match the forward pass. By default both directions use the whole map, as in the R-FCN paper's code.
/// </param>
public sealed record PsRoiPoolOptions(int Size = 3, bool TorchvisionEdges = false);

/// <summary>Position-sensitive RoI pooling (R-FCN): each bin is the mean of its cells in its own map.</summary>
/// <remarks>
/// Equal to torchvision's <c>ps_roi_pool</c> to 1e-5, except at the far edges of the map (<see cref="PsRoiPoolOptions.TorchvisionEdges"/>):
/// region ends are rounded to whole cells, the end is exclusive, and an empty bin gives 0.
/// </remarks>
public static unsafe class PsRoiPool
{
    /// <summary>Pools every region.</summary>
    /// <param name="levels"><c>[L]</c> feature maps of C·k² channels: that bin of output channel c reads channel c·k² + bin.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="options">Bins, and how they end at the edge of the map.</param>
    /// <param name="output"><c>[R, k, k, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, k, k]</c>.</param>
    /// <param name="channelsLast">The order of the output.</param>
    /// <exception cref="ArgumentException">Lengths or channels do not fit, or a region names a missing level or image.</exception>
    public static void Forward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, PsRoiPoolOptions options, Span<float> output, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, (Int128)options.Size * options.Size, output.Length, nameof(output));
        if (pinned.IsEmpty) return;
        fixed (float* target = output) Forward(pinned.Levels, pinned.Regions, options, target, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Forward(FeatureMap[] levels, PlacedRegion[] regions, PsRoiPoolOptions options, float* output, bool channelsLast) =>
        Forward(levels, regions, options, output, channelsLast, KernelPlan.Best);

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, PsRoiPoolOptions options, float* output, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        PositionSensitiveKernels.Forward(
            levels, regions, options.Size, () => new CellSampling(options.Size, options.TorchvisionEdges ? 1 : 0), output, channelsLast, plan);
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
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, PsRoiPoolOptions options, ReadOnlySpan<float> gradient, bool channelsLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var pinned = new PinnedLevels(levels, regions, options.Size, (Int128)options.Size * options.Size, gradient.Length, nameof(gradient));
        if (pinned.IsEmpty) return;
        fixed (float* source = gradient) Backward(pinned.Levels, pinned.Regions, options, source, channelsLast);
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    internal static void Backward(FeatureMap[] levels, PlacedRegion[] regions, PsRoiPoolOptions options, float* gradient, bool channelsLast) =>
        Backward(levels, regions, options, gradient, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, PsRoiPoolOptions options, float* gradient, bool channelsLast, KernelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(options);
        PositionSensitiveKernels.Backward(
            levels, regions, options.Size, () => new CellSampling(options.Size, leftOut: 0), gradient, channelsLast, plan);
    }
}

/// <summary>The mean of each bin's whole cells, as position-sensitive RoI pooling reads them.</summary>
/// <param name="size">Bins per side.</param>
/// <param name="leftOut">Rows and columns at the far edges of the map that no bin reads.</param>
internal sealed class CellSampling(int size, int leftOut) : RegionSampling(size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        var (left, width) = CellBins.Span(box.X1, box.X2, map.Scale, inclusive: false);
        var (top, height) = CellBins.Span(box.Y1, box.Y2, map.Scale, inclusive: false);
        Rows.PrepareCells(top, height, map.Height - leftOut);
        Columns.PrepareCells(left, width, map.Width - leftOut);
    }
}
