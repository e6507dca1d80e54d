// Shapes: R regions, C channels, S bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>RoI max pooling (Girshick 2015): regions and bins are rounded to whole cells, and each bin yields its largest value.</summary>
/// <remarks>Equal to torchvision's <c>roi_pool</c>. Where rounding matters, <see cref="RoiAlign"/> is the better choice.</remarks>
public static unsafe class RoiPool
{
    /// <summary>Pools every region; an empty bin gives 0.</summary>
    /// <param name="levels">Feature maps of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="size">S.</param>
    /// <param name="output"><c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</param>
    /// <param name="winners">In the same order: the cell (row · W + column) that won, −1 for an empty bin. Empty if not needed.</param>
    /// <param name="channelsLast">The order of both.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, channels differ, or a region names a missing level or image.</exception>
    public static void Forward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, int size, Span<float> output, Span<int> winners, bool channelsLast)
    {
        using var pinned = new PinnedLevels(levels, regions, size, 1, output.Length, nameof(output));
        if (!winners.IsEmpty) CheckCount(winners.Length, output.Length);
        if (pinned.IsEmpty) return;
        fixed (float* target = output)
        {
            fixed (int* cells = winners) Forward(pinned.Levels, pinned.Regions, size, target, cells, channelsLast);
        }
    }

    /// <summary>The same for memory that the caller has checked and pinned; null for no winners.</summary>
    internal static void Forward(FeatureMap[] levels, PlacedRegion[] regions, int size, float* output, int* winners, bool channelsLast) =>
        Forward(levels, regions, size, output, winners, channelsLast, KernelPlan.Best);

    internal static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, float* output, int* winners, bool channelsLast, KernelPlan plan)
    {
        RegionLoop.Check(levels, regions, size);
        var values = size * size * levels[0].Channels;
        delegate*<float*, CellRectangle, float*, int*, int, void> maximum = plan.VectorBits switch
        {
            512 => &CellMaximum<Lanes16>.Write,
            256 => &CellMaximum<Lanes8>.Write,
            128 => &CellMaximum<Lanes4>.Write,
            _ => &CellMaximum<Lanes1>.Write,
        };
        // For a channels-first output, both are first written channels-last to the worker's memory, then transposed.
        RegionLoop.ByPlace(levels, regions, values, plan, () => new PinnedBuffer<float>(channelsLast ? 0 : 2 * values), (scratch, r) =>
        {
            var target = output + (long)r * values;
            var cells = winners == null ? null : winners + (long)r * values;
            if (channelsLast)
            {
                PoolRegion(levels[regions[r].Level], regions[r], size, maximum, target, cells);
                return;
            }

            var turned = scratch.Address;
            PoolRegion(levels[regions[r].Level], regions[r], size, maximum, turned, winners == null ? null : (int*)(turned + values));
            Transposition.Write(turned, size * size, levels[0].Channels, target);
            if (winners != null) Transposition.Write(turned + values, size * size, levels[0].Channels, (float*)cells);
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells that won them.</summary>
    /// <param name="levels">Gradients of the feature maps, initialised by the caller; they are added to.</param>
    /// <param name="regions">As in the forward pass.</param>
    /// <param name="size">S.</param>
    /// <param name="gradient">Gradient of the output, in the same order.</param>
    /// <param name="winners">From the forward pass.</param>
    /// <param name="channelsLast">The order of both.</param>
    /// <exception cref="ArgumentException">As in the forward pass, or a winner is not a cell of its map.</exception>
    public static void Backward(
        ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, int size, ReadOnlySpan<float> gradient, ReadOnlySpan<int> winners, bool channelsLast)
    {
        using var pinned = new PinnedLevels(levels, regions, size, 1, gradient.Length, nameof(gradient));
        CheckCount(winners.Length, gradient.Length);
        if (pinned.IsEmpty) return;
        var values = winners.Length / regions.Length;
        for (var r = 0; r < regions.Length; r++)
        {
            var cells = levels[regions[r].Level].Height * levels[regions[r].Level].Width;
            foreach (var winner in winners.Slice(r * values, values))
            {
                if (winner < -1 || winner >= cells) throw new ArgumentException($"Winner {winner} is not one of {cells} cells.", nameof(winners));
            }
        }

        fixed (float* source = gradient)
        {
            fixed (int* cells = winners) Backward(pinned.Levels, pinned.Regions, size, source, cells, channelsLast);
        }
    }

    /// <summary>The same for memory that the caller has checked and pinned.</summary>
    /// <remarks>Each thread owns a range of channels, so that sums need no locks and their order does not depend on the threads.</remarks>
    internal static void Backward(FeatureMap[] levels, PlacedRegion[] regions, int size, float* gradient, int* winners, bool channelsLast) =>
        Backward(levels, regions, size, gradient, winners, channelsLast, KernelPlan.Best);

    internal static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, float* gradient, int* winners, bool channelsLast, KernelPlan plan)
    {
        RegionLoop.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        var (channelStep, binStep) = channelsLast ? (1, channels) : (bins, 1);
        var order = RegionOrder.ByPlace(levels, regions);
        plan.ForRanges(channels, RegionLoop.ChannelGrain, (_, start, end) =>
        {
            foreach (var r in order)
            {
                var target = levels[regions[r].Level].Image(regions[r].Image);
                for (var bin = 0; bin < bins; bin++)
                {
                    var at = (long)r * bins * channels + (long)bin * binStep;
                    for (var c = start; c < end; c++)
                    {
                        var winner = winners[at + (long)c * channelStep];
                        if (winner >= 0) target[(long)winner * channels + c] += gradient[at + (long)c * channelStep];
                    }
                }
            }
        });
    }

    private static void CheckCount(int winners, int values)
    {
        if (winners != values) throw new ArgumentException($"{values} values need as many winners, not {winners}.", nameof(winners));
    }

    private static void PoolRegion(in FeatureMap map, in PlacedRegion region, int size,
        delegate*<float*, CellRectangle, float*, int*, int, void> maximum, float* output, int* winners)
    {
        // The last cell belongs to the region.
        var (left, width) = CellBins.Span(region.Box.X1, region.Box.X2, map.Scale, inclusive: true);
        var (top, height) = CellBins.Span(region.Box.Y1, region.Box.Y2, map.Scale, inclusive: true);
        for (var bin = 0; bin < size * size; bin++)
        {
            var rows = CellBins.Range(bin / size, size, top, height, map.Height);
            var columns = CellBins.Range(bin % size, size, left, width, map.Width);
            var first = (long)bin * map.Channels;
            maximum(map.Image(region.Image), new(rows, columns, map.Width), output + first, winners == null ? null : winners + first, map.Channels);
        }
    }
}
