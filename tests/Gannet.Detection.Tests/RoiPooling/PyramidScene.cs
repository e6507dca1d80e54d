using Gannet.Detection.Necks;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiPooling;

/// <summary>Two feature levels for two images of 96 × 128 pixels, and regions that are pooled from both.</summary>
internal static class PyramidScene
{
    public static IReadOnlyList<FeatureLevel> Levels { get; } = [new(18, 4), new(18, 8)];

    /// <summary>For each image: regions inside, across the border, and without extent.</summary>
    public static Box[][] Regions { get; } =
    [
        [new(3.5f, 4.25f, 90, 61), new(-20, -15, 40, 33), new(50, 50, 50, 50), new(10, 8, 14, 60), new(0, 0, 128, 104)],
        [new(60, 40, 150, 120), new(200, 10, 260, 60), new(30.5f, 12, 44, 20.75f), new(0, -4, 127, 100)],
    ];

    /// <summary>Levels that require gradients.</summary>
    public static Tensor[] Maps(Device device)
    {
        TorchRuntime.Seed(3);
        Tensor[] maps = [Tensor.Randn([2, 18, 24, 32]), Tensor.Randn([2, 18, 12, 16])];
        return [.. maps.Select(map => map.To(device, ElementType.Float).Contiguous(MemoryFormat.ChannelsLast).RequiresGradInPlace())];
    }

    /// <summary>The values of <paramref name="pool"/> and the gradients of the levels, on the processor and row-major.</summary>
    public static (float[] Values, float[][] Gradients) Learn(Device device, Func<Tensor[], Tensor> pool)
    {
        using var scope = TensorScope.Enter();
        var maps = Maps(device);
        var pooled = pool(maps);
        TorchRuntime.Seed(4);
        (pooled * Tensor.Randn(pooled.Shape).To(device, ElementType.Float)).Sum().Backward();
        return (pooled.ToArray<float>(), [.. maps.Select(static map => map.Gradient!.ToArray<float>())]);
    }

    public static void AssertClose((float[] Values, float[][] Gradients) expected, (float[] Values, float[][] Gradients) actual)
    {
        Close(expected.Values, actual.Values);
        Assert.Equal(expected.Gradients.Length, actual.Gradients.Length);
        for (var level = 0; level < expected.Gradients.Length; level++) Close(expected.Gradients[level], actual.Gradients[level]);
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Contains(expected, static v => v != 0);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-5f);
    }
}
