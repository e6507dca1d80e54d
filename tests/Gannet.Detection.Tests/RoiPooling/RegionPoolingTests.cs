using Gannet.Detection.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiPooling;

public sealed class RegionPoolingTests
{
    [CudaTheory]
    [Trait("Device", "Cuda")]
    [InlineData(PoolingKind.RoiAlign)]
    [InlineData(PoolingKind.RoiPool)]
    [InlineData(PoolingKind.CropAndResize)]
    [InlineData(PoolingKind.PsRoiPool)]
    [InlineData(PoolingKind.PsRoiAlign)]
    public void A_CUDA_device_gives_what_the_processor_gives(PoolingKind kind)
    {
        var pooling = new RegionPooling(PyramidScene.Levels, new RegionOptions { Kind = kind, Size = 3 });
        PyramidScene.AssertClose(
            PyramidScene.Learn(Device.Cpu, maps => pooling.Forward(maps, PyramidScene.Regions, MemoryFormat.Contiguous)),
            PyramidScene.Learn(Device.Cuda(), maps => pooling.Forward(maps, PyramidScene.Regions, MemoryFormat.Contiguous)));
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void What_is_pooled_stays_on_its_device()
    {
        using var scope = TensorScope.Enter();
        var pooling = new RegionPooling(PyramidScene.Levels, new RegionOptions());
        Assert.True(pooling.Forward(PyramidScene.Maps(Device.Cuda()), PyramidScene.Regions, MemoryFormat.ChannelsLast).Device.IsCuda);
    }

    [Theory]
    [InlineData(PoolingKind.RoiAlign, 18)]
    [InlineData(PoolingKind.RoiPool, 18)]
    [InlineData(PoolingKind.CropAndResize, 18)]
    [InlineData(PoolingKind.PsRoiPool, 2)]
    [InlineData(PoolingKind.PsRoiAlign, 2)]
    public void Both_memory_orders_and_both_passes_agree(PoolingKind kind, int channels)
    {
        var pooling = new RegionPooling(PyramidScene.Levels, new RegionOptions { Kind = kind, Size = 3 });
        var contiguous = PyramidScene.Learn(Device.Cpu, maps => pooling.Forward(maps, PyramidScene.Regions, MemoryFormat.Contiguous));
        Assert.Equal(9 * channels * 9, contiguous.Values.Length);
        PyramidScene.AssertClose(
            contiguous, PyramidScene.Learn(Device.Cpu, maps => pooling.Forward(maps, PyramidScene.Regions, MemoryFormat.ChannelsLast)));
    }

    // In inference nothing requires gradients, and max pooling does not remember the winning cells.
    [Theory]
    [InlineData(PoolingKind.RoiAlign)]
    [InlineData(PoolingKind.RoiPool)]
    public void Without_gradients_the_values_are_the_same(PoolingKind kind)
    {
        using var scope = TensorScope.Enter();
        var pooling = new RegionPooling(PyramidScene.Levels, new RegionOptions { Kind = kind });
        var maps = PyramidScene.Maps(Device.Cpu);
        var learning = pooling.Forward(maps, PyramidScene.Regions, MemoryFormat.Contiguous);
        var detached = pooling.Forward([.. maps.Select(static map => map.Detach())], PyramidScene.Regions, MemoryFormat.Contiguous);
        Assert.True(learning.RequiresGrad);
        Assert.False(detached.RequiresGrad);
        Assert.Equal(learning.ToArray<float>(), detached.ToArray<float>());
    }
}
