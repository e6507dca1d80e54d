// Shapes: L levels, R regions, C channels, S bins per side.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Pooling in which every bin is a weighted sum of cells from a <see cref="RegionSampling"/>, the same for all channels.</summary>
internal static unsafe class RegionKernels
{
    /// <summary>Pools every region to <c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</summary>
    public static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* output, bool channelsLast, KernelPlan plan)
    {
        RegionLoop.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        var sum = SumOf(plan);
        RegionLoop.ByPlace(levels, regions, bins * channels, plan, () => (Sampling: sampler(), Scratch: Scratch(bins * channels, channelsLast)), (own, r) =>
        {
            var target = output + (long)r * bins * channels;
            var pooled = channelsLast ? target : own.Scratch.Address;
            var map = levels[regions[r].Level];
            own.Sampling.Place(regions[r].Box, map);
            for (var bin = 0; bin < bins; bin++)
            {
                var cells = own.Sampling.SelectBin(bin / size, bin % size, map);
                sum(map.Image(regions[r].Image), cells.Offsets, cells.Weights, cells.Count, pooled + (long)bin * channels, channels);
            }

            if (!channelsLast) Transposition.Write(pooled, bins, channels, target);
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells they were read from.</summary>
    /// <remarks>Each thread owns a range of channels, so that sums need no locks and their order does not depend on the threads.</remarks>
    public static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* gradient, bool channelsLast, KernelPlan plan)
    {
        RegionLoop.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        var add = AddOf(plan);
        var order = RegionOrder.ByPlace(levels, regions);
        plan.ForRanges(channels, RegionLoop.ChannelGrain, (_, start, end) =>
        {
            var (sampling, scratch) = (sampler(), Scratch(bins * (end - start), channelsLast));
            foreach (var r in order)
            {
                var map = levels[regions[r].Level];
                var values = gradient + (long)r * bins * channels + (channelsLast ? start : (long)start * bins);
                if (!channelsLast) Transposition.Write(values, end - start, bins, scratch.Address);
                var source = channelsLast ? values : scratch.Address;
                var step = channelsLast ? channels : end - start;
                sampling.Place(regions[r].Box, map);
                for (var bin = 0; bin < bins; bin++)
                {
                    var cells = sampling.SelectBin(bin / size, bin % size, map);
                    add(map.Image(regions[r].Image) + start, cells.Offsets, cells.Weights, cells.Count, source + (long)bin * step, end - start);
                }
            }
        });
    }

    private static PinnedBuffer<float> Scratch(int values, bool channelsLast) => new(channelsLast ? 0 : values);

    private static delegate*<float*, long*, float*, int, float*, int, void> SumOf(KernelPlan plan) => plan.VectorBits switch
    {
        512 => &CellSum<Lanes16>.Write,
        256 => &CellSum<Lanes8>.Write,
        128 => &CellSum<Lanes4>.Write,
        _ => &CellSum<Lanes1>.Write,
    };

    private static delegate*<float*, long*, float*, int, float*, int, void> AddOf(KernelPlan plan) => plan.VectorBits switch
    {
        512 => &CellSpread<Lanes16>.Add,
        256 => &CellSpread<Lanes8>.Add,
        128 => &CellSpread<Lanes4>.Add,
        _ => &CellSpread<Lanes1>.Add,
    };
}
