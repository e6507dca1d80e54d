using System.Numerics;
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>Sums over the rows of a map, per channel: groups in 32 bits, everything else in 64.</summary>
internal static unsafe class ChannelSums
{
    /// <summary>Number of stretches summed in 32 bits: few enough that rounding stays near that of one addition.</summary>
    public const int GroupSize = 64;

    // Stretches added in registers between accesses to the group's sum in memory.
    private const int Strip = 8;

    /// <summary>Writes the sums of both terms.</summary>
    /// <param name="terms">What to sum.</param>
    /// <param name="layout">Its layout in memory.</param>
    /// <param name="plan">How to run.</param>
    /// <param name="first"><c>[C]</c>, written.</param>
    /// <param name="second"><c>[C]</c>, written.</param>
    public static void Of<TTerms>(TTerms terms, RowLayout layout, KernelPlan plan, Span<double> first, Span<double> second) where TTerms : struct, IRowTerms
    {
        var width = layout.Width;
        var sums = new double[(long)layout.ChunkCount * 2 * width];
        switch (plan.VectorBits)
        {
            case 512: Chunks<TTerms, Lanes16>(terms, layout, plan, sums); break;
            case 256: Chunks<TTerms, Lanes8>(terms, layout, plan, sums); break;
            case 128: Chunks<TTerms, Lanes4>(terms, layout, plan, sums); break;
            default: Chunks<TTerms, Lanes1>(terms, layout, plan, sums); break;
        }

        // Add the chunks in order, then the repeats of each channel along the stretch.
        var total = sums.AsSpan(0, 2 * width);
        for (var k = 2 * width; k < sums.Length; k += 2 * width) AddTo(total, sums.AsSpan(k, 2 * width));
        AddRest(terms, layout, total);
        for (var c = 0; c < layout.Channels; c++)
        {
            (first[c], second[c]) = (0, 0);
            for (var column = c; column < width; column += layout.Channels)
            {
                first[c] += total[column];
                second[c] += total[width + column];
            }
        }
    }

    private static void AddRest<TTerms>(TTerms terms, RowLayout layout, Span<double> total) where TTerms : struct, IRowTerms
    {
        var (a, b) = (0f, 0f);
        for (var column = 0; column < layout.Rest; column++)
        {
            Lanes1 first = default, second = default;
            terms.AddTo((long)layout.Stretches * layout.Width + column, column, layout.Width, 1, ref first, ref second);
            first.Store(ref a, 0);
            second.Store(ref b, 0);
            total[column] += a;
            total[layout.Width + column] += b;
        }
    }

    private static void Chunks<TTerms, TLanes>(TTerms terms, RowLayout layout, KernelPlan plan, double[] sums)
        where TTerms : struct, IRowTerms where TLanes : struct, IFloatLanes<TLanes> => plan.ForEach(layout.ChunkCount, chunk =>
    {
        var (start, end) = layout.Chunk(chunk);
        var group = new float[2 * layout.Width];
        var total = sums.AsSpan(chunk * 2 * layout.Width, 2 * layout.Width);
        for (; start < end; start += GroupSize)
        {
            Array.Clear(group);
            fixed (float* into = group) Group<TTerms, TLanes>(terms, start, Math.Min(GroupSize, end - start), layout.Width, into);
            AddTo(total, group);
        }
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group<TTerms, TLanes>(TTerms terms, int start, int count, int width, float* sums)
        where TTerms : struct, IRowTerms where TLanes : struct, IFloatLanes<TLanes>
    {
        // A few stretches at a time, in memory order, not channel by channel.
        for (var stretch = 0; stretch < count; stretch += Strip)
        {
            var at = (long)(start + stretch) * width;
            var rows = Math.Min(Strip, count - stretch);
            for (var column = 0; column < width; column += TLanes.Count)
            {
                TLanes first = TLanes.Load(ref sums[column], 0), second = TLanes.Load(ref sums[width + column], 0);
                terms.AddTo(at + column, column, width, rows, ref first, ref second);
                first.Store(ref sums[column], 0);
                second.Store(ref sums[width + column], 0);
            }
        }
    }

    // Element by element, so the vector width affects only speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(Span<double> total, ReadOnlySpan<float> group)
    {
        for (var k = 0; k < group.Length; k += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(group[k..]), out var low, out var high);
            (new Vector<double>(total[k..]) + low).CopyTo(total[k..]);
            (new Vector<double>(total[(k + Vector<double>.Count)..]) + high).CopyTo(total[(k + Vector<double>.Count)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(Span<double> total, ReadOnlySpan<double> chunk)
    {
        for (var k = 0; k < chunk.Length; k += Vector<double>.Count)
            (new Vector<double>(total[k..]) + new Vector<double>(chunk[k..])).CopyTo(total[k..]);
    }
}

/// <summary>Two terms per element, to be summed over the rows.</summary>
internal interface IRowTerms
{
    /// <summary>Adds the terms of a few stretches, in order.</summary>
    /// <param name="at">Index of the first element in the whole map.</param>
    /// <param name="column">Its index in the stretch.</param>
    /// <param name="width">Distance from one stretch to the next.</param>
    /// <param name="count">Number of stretches.</param>
    /// <param name="first">Sum of the first term.</param>
    /// <param name="second">Sum of the second term.</param>
    void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>;
}

/// <summary>The distance from a channel's origin, and its square.</summary>
internal readonly unsafe struct Distances(float* x, float* origin) : IRowTerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>
    {
        var from = x + at;
        TLanes zero = TLanes.Load(ref origin[column], 0), sum = first, squares = second;
        var k = 0;
        // Adds four as a tree, so that the additions do not wait for each other.
        for (; k + 4 <= count; k += 4, from += 4 * width)
        {
            TLanes d0 = TLanes.Load(ref *from, 0) - zero, d1 = TLanes.Load(ref from[width], 0) - zero;
            TLanes d2 = TLanes.Load(ref from[2 * width], 0) - zero, d3 = TLanes.Load(ref from[3 * width], 0) - zero;
            sum += (d0 + d1) + (d2 + d3);
            squares += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }

        for (; k < count; k++, from += width)
        {
            var distance = TLanes.Load(ref *from, 0) - zero;
            sum += distance;
            squares += distance * distance;
        }

        (first, second) = (sum, squares);
    }
}

/// <summary>The gradient before the activation, and its product with the distance from the mean.</summary>
internal readonly unsafe struct GradientTerms(ActivationGradient before) : IRowTerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>
    {
        float* x = before.X + at, incoming = before.Gradient + at, y = before.Y == null ? null : before.Y + at;
        TLanes mean = TLanes.Load(ref before.Mean[column], 0), scale = TLanes.Load(ref before.Scale[column], 0), shift = TLanes.Load(ref before.Shift[column], 0);
        TLanes sum = first, products = second;
        var activation = before.Activation;
        var k = 0;
        // Two at a time, so that the additions do not wait for each other.
        for (; k + 2 <= count; k += 2, x += 2 * width, incoming += 2 * width)
        {
            TLanes d0 = TLanes.Load(ref *x, 0) - mean, d1 = TLanes.Load(ref x[width], 0) - mean;
            TLanes v0 = d0 * scale + shift, v1 = d1 * scale + shift;
            if (y != null)
            {
                (v0, v1) = (TLanes.Load(ref *y, 0), TLanes.Load(ref y[width], 0));
                y += 2 * width;
            }

            var g0 = ActivationGradient.Before(activation, TLanes.Load(ref *incoming, 0), v0);
            var g1 = ActivationGradient.Before(activation, TLanes.Load(ref incoming[width], 0), v1);
            sum += g0 + g1;
            products += g0 * d0 + g1 * d1;
        }

        if (k < count)
        {
            var distance = TLanes.Load(ref *x, 0) - mean;
            var value = y != null ? TLanes.Load(ref *y, 0) : distance * scale + shift;
            var gradient = ActivationGradient.Before(activation, TLanes.Load(ref *incoming, 0), value);
            sum += gradient;
            products += gradient * distance;
        }

        (first, second) = (sum, products);
    }
}
