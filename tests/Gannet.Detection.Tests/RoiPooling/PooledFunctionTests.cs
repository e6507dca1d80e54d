using System.Text.Json;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiPooling;

/// <summary>Every pooling through the graph, in both memory formats: values and gradients of torchvision (and grid_sample).</summary>
public sealed class PooledFunctionTests
{
    [Theory]
    [InlineData("roi-operators.json", "align", 8)]
    [InlineData("roi-operators.json", "pool", 2)]
    [InlineData("region-pooling.json", "ps_pool", 3)]
    [InlineData("region-pooling.json", "ps_align", 4)]
    [InlineData("region-pooling.json", "crop", 3)]
    public void Equals_the_oracle(string file, string name, int count)
    {
        var root = JsonDocument.Parse(File.ReadAllText(Repository.Fixture(file))).RootElement;
        PlacedRegion[] regions = [.. root.GetProperty("boxes").EnumerateArray().Select(static row => row.Deserialize<float[]>()!)
            .Select(static b => new PlacedRegion((int)b[0], 0, new(b[1], b[2], b[3], b[4])))];
        var cases = root.GetProperty("cases").EnumerateArray().Select(static c => c.Deserialize<PoolingCase>(JsonSerializerOptions.Web)!)
            .Where(c => c.Operator == name).ToList();
        Assert.Equal(count, cases.Count);
        foreach (var c in cases)
        {
            foreach (var format in (MemoryFormat[])[MemoryFormat.Contiguous, MemoryFormat.ChannelsLast])
            {
                using var scope = TensorScope.Enter();
                var features = Values(2, c.Channels, c.Height, c.Width).Contiguous(format).RequiresGradInPlace();
                var pooled = Apply(c, [features], [c.Scale], regions, format);
                AssertClose(c.Output, pooled);
                (pooled * Values(pooled.Shape.ToArray())).Sum().Backward();
                AssertClose(c.Gradient, features.Gradient!);
            }
        }
    }

    // Two levels, one of them not used by any region: each gets a gradient of its own shape.
    [Theory]
    [InlineData("align")]
    [InlineData("pool")]
    [InlineData("ps_pool")]
    [InlineData("ps_align")]
    [InlineData("crop")]
    public void Each_level_gets_the_gradient_of_its_regions(string name)
    {
        using var scope = TensorScope.Enter();
        var (fine, coarse) = (Values(1, 8, 8, 12).RequiresGradInPlace(), Values(1, 8, 4, 6).RequiresGradInPlace());
        var c = new PoolingCase(name, 8, 2, 0, 2, false, 0, 0, [], []);
        PlacedRegion[] regions = [new(0, 1, new(3, 4, 30, 25)), new(0, 1, new(8, 8, 40, 28))];
        var both = Apply(c, [fine, coarse], [.25f, .125f], regions, MemoryFormat.Contiguous);
        var alone = Apply(c, [coarse], [.125f], [.. regions.Select(static r => r with { Level = 0 })], MemoryFormat.Contiguous);
        Assert.Equal(alone.ToArray<float>(), both.ToArray<float>());
        both.Sum().Backward();
        Assert.All(fine.Gradient!.ToArray<float>(), static g => Assert.Equal(0, g));
        Assert.Equal(both.Count, coarse.Gradient!.Sum().Item(), 1e-3);
    }

    private static Tensor Apply(PoolingCase c, Tensor[] levels, float[] scales, PlacedRegion[] regions, MemoryFormat format) =>
        PooledFunction.Apply(levels, scales, regions, Passes(c), format);

    private static PoolingPasses Passes(PoolingCase c) => c.Operator switch
    {
        "align" => PoolingPasses.Of(new RoiAlignOptions(c.Size, c.Sampling, c.Aligned)),
        "pool" => PoolingPasses.RoiPool(c.Size, isLearning: true),
        "ps_pool" => PoolingPasses.Of(new PsRoiPoolOptions(c.Size, TorchvisionEdges: true)),
        "ps_align" => PoolingPasses.Of(new PsRoiAlignOptions(c.Size, c.Sampling)),
        "crop" => PoolingPasses.Of(new CropAndResizeOptions(c.Size, 32, 48)),
        _ => throw new ArgumentException(c.Operator),
    };

    private static Tensor Values(params long[] shape)
    {
        var count = (int)shape.Aggregate(1L, static (a, b) => a * b);
        return Tensor.From<float>(Enumerable.Range(0, count).Select(static k => k * 37 % 101 / 32f - 1.5f).ToArray(), shape);
    }

    private static void AssertClose(float[] expected, Tensor actual)
    {
        var values = actual.Contiguous(MemoryFormat.Contiguous).ToArray<float>();
        Assert.Equal(expected.Length, values.Length);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], values[k], 2e-5f);
    }
}
