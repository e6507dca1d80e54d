using Gannet.Kernels.RoiPooling;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>A pooling whose vector width and threads a test chooses.</summary>
internal sealed unsafe record PlannedPooling(
    string Name, int Size, bool IsPositionSensitive, Func<KernelPlan, PoolingKernel> Forward, Func<KernelPlan, PoolingKernel> Backward)
{
    /// <summary>Every kind of pooling; RoI max pooling remembers its winners from the forward to the backward pass.</summary>
    public static PlannedPooling[] All(int size)
    {
        var align = new RoiAlignOptions(size);
        var adaptive = new RoiAlignOptions(size, 0, true);
        var crop = new CropAndResizeOptions(size, 64, 96);
        var psPool = new PsRoiPoolOptions(size);
        var psAlign = new PsRoiAlignOptions(size);
        int[] winners = [];
        return
        [
            new("RoiAlign", size, false,
                plan => (maps, regions, values, last) => RoiAlign.Forward(maps, regions, align, values, last, plan),
                plan => (maps, regions, values, last) => RoiAlign.Backward(maps, regions, align, values, last, plan)),
            new("RoiAlign, one sample per cell", size, false,
                plan => (maps, regions, values, last) => RoiAlign.Forward(maps, regions, adaptive, values, last, plan),
                plan => (maps, regions, values, last) => RoiAlign.Backward(maps, regions, adaptive, values, last, plan)),
            new("CropAndResize", size, false,
                plan => (maps, regions, values, last) => CropAndResize.Forward(maps, regions, crop, values, last, plan),
                plan => (maps, regions, values, last) => CropAndResize.Backward(maps, regions, crop, values, last, plan)),
            new("PsRoiPool", size, true,
                plan => (maps, regions, values, last) => PsRoiPool.Forward(maps, regions, psPool, values, last, plan),
                plan => (maps, regions, values, last) => PsRoiPool.Backward(maps, regions, psPool, values, last, plan)),
            new("PsRoiAlign", size, true,
                plan => (maps, regions, values, last) => PsRoiAlign.Forward(maps, regions, psAlign, values, last, plan),
                plan => (maps, regions, values, last) => PsRoiAlign.Backward(maps, regions, psAlign, values, last, plan)),
            new("RoiPool", size, false,
                plan => (maps, regions, values, last) =>
                {
                    winners = new int[regions.Length * size * size * maps[0].Channels];
                    fixed (int* cells = winners) RoiPool.Forward(maps, regions, size, values, cells, last, plan);
                },
                plan => (maps, regions, values, last) =>
                {
                    fixed (int* cells = winners) RoiPool.Backward(maps, regions, size, values, cells, last, plan);
                }),
        ];
    }
}
