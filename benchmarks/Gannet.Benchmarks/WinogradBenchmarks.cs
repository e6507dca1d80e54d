using Gannet.Kernels.Convolution;

namespace Gannet.Benchmarks;

public class WinogradBenchmarks : ConvolutionBenchmarks
{
    protected override ConvolutionShape Shape { get; } = new(256, 256, 3, 3) { PaddingY = 1, PaddingX = 1 };

    protected override int Stride => 8;
}
