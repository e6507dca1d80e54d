using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Processes the regions of a call on all threads.</summary>
internal static class RegionLoop
{
    // Below this, starting threads takes longer than the work: tens of microseconds.
    private const long ValuesWorthThreads = 1 << 15;

    /// <summary>Each thread of a backward pass owns a multiple of this many channels, so no two write to one cache line.</summary>
    public const int ChannelGrain = 16;

    /// <summary>Pools every region; regions near each other go to the same thread, in sequence.</summary>
    /// <param name="levels">The maps.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="values">Number of values in one region's output.</param>
    /// <param name="plan">Threads.</param>
    /// <param name="worker">Creates a thread's own state.</param>
    /// <param name="pool">Pools a region, given that state and the region's index.</param>
    public static void ByPlace<TWorker>(
        FeatureMap[] levels, PlacedRegion[] regions, int values, KernelPlan plan, Func<TWorker> worker, Action<TWorker, int> pool)
    {
        var order = RegionOrder.ByPlace(levels, regions);
        if (plan.For((long)regions.Length * values, ValuesWorthThreads).Threads == 1)
        {
            var only = worker();
            foreach (var r in order) pool(only, r);
            return;
        }

        // Parallel.For hands out contiguous parts of the range, small ones at the end.
        Parallel.For(0, order.Length, new ParallelOptions { MaxDegreeOfParallelism = plan.Threads }, worker, (place, _, own) =>
        {
            pool(own, order[place]);
            return own;
        }, static _ => { });
    }

    /// <summary>Checks that every region names an existing level.</summary>
    public static void Check(FeatureMap[] levels, PlacedRegion[] regions, int size)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfZero(levels.Length);
        foreach (var region in regions)
        {
            if ((uint)region.Level >= (uint)levels.Length)
                throw new ArgumentException($"A region names level {region.Level} of {levels.Length}.", nameof(regions));
        }
    }
}
