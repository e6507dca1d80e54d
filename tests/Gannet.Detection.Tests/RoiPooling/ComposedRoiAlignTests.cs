using Gannet.Detection.RoiPooling;
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiPooling;

public sealed class ComposedRoiAlignTests
{
    private static readonly RegionPlacer s_placer = new(PyramidScene.Levels, LevelRounding.Floor);

    [Theory]
    [InlineData(7, 2, false, long.MaxValue)]
    [InlineData(7, 2, true, 1)]
    [InlineData(3, 0, false, 40_000)]
    [InlineData(1, 0, true, long.MaxValue)]
    public void Equals_the_kernels(int size, int samples, bool isAligned, long valuesPerChunk)
    {
        var options = new RoiAlignOptions(size, samples, isAligned);
        var placed = s_placer.Place(PyramidScene.Regions);
        foreach (var format in (MemoryFormat[])[MemoryFormat.Contiguous, MemoryFormat.ChannelsLast])
        {
            var kernels = PyramidScene.Learn(
                Device.Cpu, maps => PooledFunction.Apply(maps, s_placer.Scales, placed, PoolingPasses.Of(options), format));
            var composed = PyramidScene.Learn(
                Device.Cpu, maps => ComposedRoiAlign.Apply(maps, s_placer.Scales, placed, options, format, valuesPerChunk));
            PyramidScene.AssertClose(kernels, composed);
        }
    }

    [Fact]
    public void No_regions_pool_to_nothing()
    {
        using var scope = TensorScope.Enter();
        var maps = PyramidScene.Maps(Device.Cpu);
        var pooled = ComposedRoiAlign.Apply(maps, s_placer.Scales, [], new(), MemoryFormat.Contiguous);
        Assert.Equal([0, 18, 7, 7], pooled.Shape);
        pooled.Sum().Backward();
        Assert.All(maps[0].Gradient!.ToArray<float>(), static g => Assert.Equal(0, g));
    }
}
