using Gannet.Kernels.RoiPooling;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>Two levels of two images of 64 × 96 pixels, and regions inside, across and outside them, some without extent.</summary>
internal sealed unsafe class PoolingScene
{
    private const int Images = 2, Height = 64, Width = 96;
    private static readonly int[] s_strides = [8, 16];

    private readonly int _channels;

    public PoolingScene(int channels, int regions, int seed)
    {
        var random = new Random(seed);
        _channels = channels;
        Features = [.. s_strides.Select(stride => Values(Images * (Height / stride) * (Width / stride) * channels, random))];
        Regions = [.. Enumerable.Range(0, regions).Select(k => new PlacedRegion(random.Next(Images), random.Next(s_strides.Length), Place(random, k)))];
    }

    public float[][] Features { get; }

    public PlacedRegion[] Regions { get; }

    public static float[] Values(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];

    /// <summary>The number of values that <paramref name="pooling"/> computes from the scene.</summary>
    public int Count(PlannedPooling pooling) =>
        Regions.Length * (pooling.IsPositionSensitive ? _channels : pooling.Size * pooling.Size * _channels);

    public float[] Forward(PlannedPooling pooling, KernelPlan plan, bool channelsLast = true, float[][]? features = null)
    {
        var output = new float[Count(pooling)];
        features ??= Features;
        fixed (float* fine = features[0], coarse = features[1], target = output)
            pooling.Forward(plan)(Maps(fine, coarse), Regions, target, channelsLast);
        return output;
    }

    public float[][] Backward(PlannedPooling pooling, KernelPlan plan, float[] gradient, bool channelsLast = true)
    {
        float[][] result = [new float[Features[0].Length], new float[Features[1].Length]];
        fixed (float* fine = result[0], coarse = result[1], source = gradient)
            pooling.Backward(plan)(Maps(fine, coarse), Regions, source, channelsLast);
        return result;
    }

    private FeatureMap[] Maps(float* fine, float* coarse) =>
    [
        new(fine, Height / s_strides[0], Width / s_strides[0], _channels, 1f / s_strides[0]),
        new(coarse, Height / s_strides[1], Width / s_strides[1], _channels, 1f / s_strides[1]),
    ];

    private static Box Place(Random random, int k)
    {
        var (x, y) = (random.NextSingle() * 140 - 20, random.NextSingle() * 100 - 20);
        return (k % 8) switch
        {
            0 => new(x, y, x, y),
            1 => new(x + 500, y, x + 530, y + 20),
            2 => new(x, y - 900, x + 30, y - 870),
            3 => new(-200, -300, 400, 500),
            _ => new(x, y, x + random.NextSingle() * 80, y + random.NextSingle() * 60),
        };
    }
}
