using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Goes through the regions of a call on all threads.</summary>
internal static class RegionLoop
{
    // Below it, starting threads takes longer than the work: some tens of microseconds.
    private const long ValuesWorthThreads = 1 << 15;

    /// <summary>Channels that one thread of a backward pass owns are a multiple of it: no two threads write to one cache line.</summary>
    public const int ChannelGrain = 16;

    /// <summary>Pools every region; those that lie near each other fall to one thread, one after the other.</summary>
    /// <param name="levels">The maps.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="values">Of one region's output.</param>
    /// <param name="plan">Threads.</param>
    /// <param name="worker">Makes what a thread needs of its own.</param>
    /// <param name="pool">Takes it and the index of a region.</param>
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

        // It hands out whole stretches of the range, small ones at the end.
        Parallel.For(0, order.Length, new ParallelOptions { MaxDegreeOfParallelism = plan.Threads }, worker, (place, _, own) =>
        {
            pool(own, order[place]);
            return own;
        }, static _ => { });
    }

    /// <summary>Whether every region names a level.</summary>
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
