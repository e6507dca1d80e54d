// Shapes: L levels, R regions, C channels, S bins a side.
using System.Numerics;

namespace Gannet.Vision.Regions;

/// <summary>Pooling in which every bin is a weighted sum of cells, the same for all channels; a <see cref="RegionSampling"/> says which.</summary>
internal static unsafe class RegionKernels
{
    /// <summary>Pools every region to <c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</summary>
    public static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* output, bool channelsLast)
    {
        Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        InChunks(regions.Length, Environment.ProcessorCount, (start, end) =>
        {
            var sampling = sampler();
            var scratch = new float[channelsLast ? 0 : bins * channels];
            fixed (float* transposed = scratch)
            {
                for (var r = start; r < end; r++)
                {
                    var target = output + (long)r * bins * channels;
                    Pool(levels[regions[r].Level], regions[r], size, sampling, channelsLast ? target : transposed);
                    if (!channelsLast) Transpose(transposed, target, bins, channels);
                }
            }
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells they were read from.</summary>
    /// <remarks>Each thread owns a range of channels, so that sums need no locks and their order does not depend on the threads.</remarks>
    public static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* gradient, bool channelsLast)
    {
        Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        InChunks(channels, Math.Min(Environment.ProcessorCount, Math.Max(1, channels / 16)), (start, end) =>
        {
            var sampling = sampler();
            var part = new float[channelsLast ? 0 : bins * (end - start)];
            fixed (float* transposed = part)
            {
                for (var r = 0; r < regions.Length; r++)
                {
                    var source = gradient + (long)r * bins * channels;
                    if (!channelsLast) Transpose(source + (long)start * bins, transposed, end - start, bins);
                    Scatter(levels[regions[r].Level], regions[r], size, sampling,
                        channelsLast ? source + start : transposed, channelsLast ? channels : end - start, start, end - start);
                }
            }
        });
    }

    private static void Pool(in FeatureMap map, in PlacedRegion region, int size, RegionSampling sampling, float* output)
    {
        var source = map.Image(region.Image);
        var channels = map.Channels;
        sampling.Place(region.Box, map);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++, output += channels)
            {
                sampling.SelectBin(row, column, map);
                WeightedSum(source, sampling.Offsets, sampling.Weights, output, channels);
            }
        }
    }

    private static void Scatter(
        in FeatureMap map, in PlacedRegion region, int size, RegionSampling sampling, float* gradient, int stride, int first, int count)
    {
        var target = map.Image(region.Image) + first;
        sampling.Place(region.Box, map);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++, gradient += stride)
            {
                sampling.SelectBin(row, column, map);
                var offsets = sampling.Offsets;
                var weights = sampling.Weights;
                for (var k = 0; k < offsets.Length; k++) AddScaled(target + offsets[k], gradient, weights[k], count);
            }
        }
    }

    // Four accumulators of a vector each stay in registers while the cells pass by.
    private static void WeightedSum(float* source, ReadOnlySpan<long> offsets, ReadOnlySpan<float> weights, float* output, int channels)
    {
        var step = Vector<float>.Count;
        var c = 0;
        for (; c + 4 * step <= channels; c += 4 * step)
        {
            Vector<float> a = default, b = default, d = default, e = default;
            for (var k = 0; k < offsets.Length; k++)
            {
                var cell = source + offsets[k] + c;
                var weight = new Vector<float>(weights[k]);
                a = Vector.MultiplyAddEstimate(Vector.Load(cell), weight, a);
                b = Vector.MultiplyAddEstimate(Vector.Load(cell + step), weight, b);
                d = Vector.MultiplyAddEstimate(Vector.Load(cell + 2 * step), weight, d);
                e = Vector.MultiplyAddEstimate(Vector.Load(cell + 3 * step), weight, e);
            }

            a.Store(output + c);
            b.Store(output + c + step);
            d.Store(output + c + 2 * step);
            e.Store(output + c + 3 * step);
        }

        for (; c < channels; c++)
        {
            var sum = 0f;
            for (var k = 0; k < offsets.Length; k++) sum += weights[k] * source[offsets[k] + c];
            output[c] = sum;
        }
    }

    private static void AddScaled(float* target, float* source, float weight, int count)
    {
        var (step, scale, c) = (Vector<float>.Count, new Vector<float>(weight), 0);
        for (; c + step <= count; c += step) Vector.MultiplyAddEstimate(Vector.Load(source + c), scale, Vector.Load(target + c)).Store(target + c);
        for (; c < count; c++) target[c] += weight * source[c];
    }

    private static void Transpose(float* source, float* target, int rows, int columns)
    {
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++) target[c * rows + r] = source[r * columns + c];
        }
    }

    internal static void InChunks(int count, int chunks, Action<int, int> body)
    {
        if (count == 0) return;
        var size = (count + chunks - 1) / chunks;
        if (chunks == 1) body(0, count);
        else Parallel.For(0, chunks, chunk => body(Math.Min(chunk * size, count), Math.Min((chunk + 1) * size, count)));
    }

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
