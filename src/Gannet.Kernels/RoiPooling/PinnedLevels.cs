using System.Buffers;
using System.Runtime.InteropServices;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The arguments of a pooling in managed memory, checked and pinned for the kernels, which do not check them.</summary>
internal sealed unsafe class PinnedLevels : IDisposable
{
    private readonly MemoryHandle[] _handles;

    /// <summary>Checks everything that the kernels use as an index or a length.</summary>
    /// <param name="levels"><c>[L]</c>, of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="size">Bins per side, S.</param>
    /// <param name="mapsPerChannel">Map channels per output channel.</param>
    /// <param name="length">Length of the pooled values or their gradient.</param>
    /// <param name="name">The caller's name for them.</param>
    public PinnedLevels(ReadOnlySpan<PooledLevel> levels, ReadOnlySpan<PlacedRegion> regions, int size, Int128 mapsPerChannel, int length, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (levels.IsEmpty) throw new ArgumentException("There is no level to pool from.", nameof(levels));
        var channels = levels[0].Channels;
        foreach (var level in levels)
        {
            if (level.Channels != channels)
                throw new ArgumentException($"Levels have {channels} and {level.Channels} channels; all need the same number.", nameof(levels));
        }

        if (channels % mapsPerChannel != 0)
            throw new ArgumentException($"{channels} channels are not a multiple of {mapsPerChannel}, one for each bin.", nameof(levels));
        foreach (var region in regions) Check(region, levels, nameof(regions));
        var expected = (Int128)regions.Length * size * size * (channels / mapsPerChannel);
        if (length != expected)
            throw new ArgumentException($"{regions.Length} regions of {size} × {size} bins need {expected} values, not {length}.", name);

        Regions = regions.ToArray();
        _handles = new MemoryHandle[levels.Length];
        Levels = new FeatureMap[levels.Length];
        for (var k = 0; k < levels.Length; k++)
        {
            _handles[k] = levels[k].Values.Pin();
            Levels[k] = new((float*)_handles[k].Pointer, levels[k].Height, levels[k].Width, levels[k].Channels, levels[k].Scale);
        }
    }

    public FeatureMap[] Levels { get; }

    public PlacedRegion[] Regions { get; }

    /// <summary>Whether there is nothing to pool.</summary>
    public bool IsEmpty => Regions.Length == 0;

    public void Dispose()
    {
        foreach (var handle in _handles) handle.Dispose();
    }

    private static void Check(in PlacedRegion region, ReadOnlySpan<PooledLevel> levels, string parameter)
    {
        if ((uint)region.Level >= (uint)levels.Length)
            throw new ArgumentException($"A region names level {region.Level} of {levels.Length}.", parameter);
        if ((uint)region.Image >= (uint)levels[region.Level].Images)
            throw new ArgumentException($"A region names image {region.Image} of {levels[region.Level].Images}.", parameter);
        var box = region.Box;
        if (!float.IsFinite(box.X1) || !float.IsFinite(box.Y1) || !float.IsFinite(box.X2) || !float.IsFinite(box.Y2))
            throw new ArgumentException($"A region is not finite: {box}.", parameter);
    }
}

/// <summary>Scratch memory that does not move, for kernels that take addresses.</summary>
internal sealed unsafe class PinnedBuffer<T>(int length) where T : unmanaged
{
    private readonly T[] _values = GC.AllocateUninitializedArray<T>(length, pinned: true);

    public int Length => _values.Length;

    /// <summary>Address of the first value; the caller keeps this object alive while using it.</summary>
    public T* Address => (T*)Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
}
