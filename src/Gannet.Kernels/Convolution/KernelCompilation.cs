using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Has the runtime compile the kernels of convolutions before they are needed, for instance while weights are read.</summary>
/// <remarks>A generic kernel is compiled at its first call. All of them take a tenth of a second, which a first picture would wait for.</remarks>
internal static class KernelCompilation
{
    private static readonly Lazy<Task> s_started = new(static () => Task.Run(RunAll));

    /// <summary>Starts the compilation, once, on another thread if there is another processor.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1) _ = s_started.Value;
    }

    private static void RunAll()
    {
        var lanes = KernelPlan.Best.VectorBits / 32;
        Run(new(32, 4 * lanes), 4);
        Run(new(32, 4 * lanes, 3, 3) { PaddingX = 1, PaddingY = 1 }, 8);
        Run(new(3, 4 * lanes, 7, 7) { Stride = 2, PaddingX = 3, PaddingY = 3 }, 8);
        for (var columns = 1; columns < 4; columns++) Run(new(8, columns * lanes), 4);
        Run(new(4 * lanes, 4 * lanes, 3, 3) { PaddingX = 1, PaddingY = 1, IsDepthwise = true }, 4);
    }

    private static void Run(ConvolutionShape shape, int side)
    {
        var inputs = shape.IsDepthwise ? 1 : shape.Inputs;
        var packed = PackedConvolution.Create(shape, new float[shape.Outputs * inputs * shape.KernelHeight * shape.KernelWidth], default, KernelPlan.Best with { Threads = 1 });
        packed.Run(new float[side * side * shape.Inputs], 1, side, side, new float[shape.OutputHeight(side) * shape.OutputWidth(side) * shape.Outputs]);
    }
}
