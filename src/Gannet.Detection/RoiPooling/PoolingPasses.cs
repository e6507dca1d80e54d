using Gannet.Kernels.RoiPooling;

namespace Gannet.Detection.RoiPooling;

/// <summary>The forward and backward pass of a pooling, for one call.</summary>
/// <param name="Size">Bins per side.</param>
/// <param name="MapsPerChannel">Map channels per output channel: a position-sensitive pooling has one per bin.</param>
/// <param name="Forward">Writes the pooled values.</param>
/// <param name="Backward">Adds their gradient to those of the levels.</param>
internal sealed unsafe record PoolingPasses(int Size, int MapsPerChannel, PoolingPass Forward, PoolingPass Backward)
{
    public static PoolingPasses Of(RoiAlignOptions options) => new(options.Size, 1,
        (levels, regions, output, last) => RoiAlign.Forward(levels, regions, options, output, last),
        (levels, regions, gradient, last) => RoiAlign.Backward(levels, regions, options, gradient, last));

    public static PoolingPasses Of(CropAndResizeOptions options) => new(options.Size, 1,
        (levels, regions, output, last) => CropAndResize.Forward(levels, regions, options, output, last),
        (levels, regions, gradient, last) => CropAndResize.Backward(levels, regions, options, gradient, last));

    public static PoolingPasses Of(PsRoiPoolOptions options) => new(options.Size, options.Size * options.Size,
        (levels, regions, output, last) => PsRoiPool.Forward(levels, regions, options, output, last),
        (levels, regions, gradient, last) => PsRoiPool.Backward(levels, regions, options, gradient, last));

    public static PoolingPasses Of(PsRoiAlignOptions options) => new(options.Size, options.Size * options.Size,
        (levels, regions, output, last) => PsRoiAlign.Forward(levels, regions, options, output, last),
        (levels, regions, gradient, last) => PsRoiAlign.Backward(levels, regions, options, gradient, last));

    /// <summary>RoI max pooling, which remembers the winning cells if there will be a backward pass.</summary>
    public static PoolingPasses RoiPool(int size, bool isLearning)
    {
        int[] winners = [];
        return new(size, 1,
            (levels, regions, output, last) =>
            {
                if (isLearning) winners = GC.AllocateUninitializedArray<int>(checked(regions.Length * size * size * levels[0].Channels));
                fixed (int* cells = winners) Kernels.RoiPooling.RoiPool.Forward(levels, regions, size, output, cells, last);
            },
            (levels, regions, gradient, last) =>
            {
                fixed (int* cells = winners) Kernels.RoiPooling.RoiPool.Backward(levels, regions, size, gradient, cells, last);
            });
    }
}
